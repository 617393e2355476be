"""How what the public hands in is taken in, alike for every kind."""
