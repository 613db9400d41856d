"""Slow, obvious twins of kernels: plain Python that remembers everything."""
