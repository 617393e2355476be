"""Signon: position papers, and the organisations that stand under them."""
