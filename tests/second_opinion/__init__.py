"""Messages that independent encoders made, and what our decoder reads of them."""
