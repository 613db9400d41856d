"""What Settings say of decoding: how much the decoder remembers, and what each link is."""
