"""The demonstration: an attacked country, replayed, and its alerts at a syslog receiver."""
