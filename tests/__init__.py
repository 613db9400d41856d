"""The tests: what must hold, lane by lane."""
