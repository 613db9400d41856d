"""Bounded memory between batches: what waits for its rest, and what was seen before."""
