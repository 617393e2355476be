"""How the review of something ends: its kind declares it, so that one queue can show every kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S")


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
