"""Receipts: what was endorsed, as anybody who holds one may check it."""
