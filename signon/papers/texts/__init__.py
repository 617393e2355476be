"""Texts of a paper as blocks: what was changed between two, and which block is which."""
