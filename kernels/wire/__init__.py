"""Wire formats, one file per layer, all of one shape; none imports another."""
