"""How the review of something ends: its kind declares it, so that one queue can show every kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

S = TypeVar("S")

UNDONE_WITHIN = timedelta(days=30)
"""So long a decision can be taken back."""


class TooLate(DomainError):
    """A decision was to be taken back that is too old for that."""

    message = N_("This was decided more than 30 days ago, and cannot be undone with one button.")


def require_undoable(decided_at: datetime, now: datetime) -> None:
    """Raise `TooLate` for what was decided too long ago."""
    if decided_at < now - UNDONE_WITHIN:
        raise TooLate


@dataclass(frozen=True)
class Decision:
    """A lead's decision: the revision that they saw, who they are (public id), and the reason."""

    revision: int
    moderator: str
    note: str


@dataclass(frozen=True)
class Outcome(Generic[S]):
    """One way in which a lead may decide. Name and sentence are marked messages."""

    code: str
    """What forms send, and what is stored."""
    name: str
    """Stands on the button, and beside what was decided."""
    said: str
    """The sentence that tells the lead that it is done."""
    carry_out: Callable[[S, Decision], None]
    """Does it, in one command; raises `Changed` when it is not as the lead saw it."""
