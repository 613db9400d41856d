"""Plain-Python encoders, one file per layer, from the specifications: the second opinion."""
