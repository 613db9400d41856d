"""Who is who: home, partners, and the country of a global title."""
