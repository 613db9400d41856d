"""One file per detector, all of one shape."""
