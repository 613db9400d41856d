"""What must hold for all values, not for chosen ones."""
