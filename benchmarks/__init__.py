"""How fast, how soon, how large: one question per file, each answered with a table."""
