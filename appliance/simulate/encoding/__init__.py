"""Octets from values: one file per layer, written from the specifications alone."""
