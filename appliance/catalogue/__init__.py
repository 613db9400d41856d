"""What each operation may do, as data."""
