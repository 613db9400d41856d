"""Which signals matter: columns, prefixes and rates joined into one pass per detector."""
