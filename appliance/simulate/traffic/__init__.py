"""What is said on the links: ordinary life, attacks, and how it is carried."""
