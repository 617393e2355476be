"""Challenges: an organisation learns that somebody signed for it, and says that it did not."""
