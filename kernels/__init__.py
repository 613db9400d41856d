"""Compiled kernels: octets to columns, columns to rates; no I/O, no clock, no configuration."""
