"""A labelled capture of an attacked country, from its own encoder."""
