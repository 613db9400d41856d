"""Sliding-window machinery: knows keys and counts, not protocols."""
