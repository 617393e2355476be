"""What backups tell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PutInPlace:
    """A backup is being put in place; told within it, where nothing is known of what came after."""
