"""Backups: written whole, checked, and restored without doing again what was erased or mailed."""
