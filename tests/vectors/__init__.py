"""Messages as data: octets with a comment per field, and what must be read of them."""
