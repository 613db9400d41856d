"""What other people's encoders say, held against what the decoder reads."""
