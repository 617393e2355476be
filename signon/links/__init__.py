"""Mailed links: what they are for, how they are read, refused and answered. GET asks, POST acts."""
