"""A challenge as typed, cleaned, and not yet believed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChallengeDraft:
    """Who says that an entry is wrong, and why."""

    name: str
    role: str
    email: str
    explanation: str
    language: str
