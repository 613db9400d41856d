"""The same messages in every other clothing: what a frame holds is taken out and put elsewhere."""
