"""Rules about asking again. Pure: values and the time in, nothing or a refusal out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.submissions.states import State

ASKED = (State.CONFIRMED, State.PUBLISHED)
"""Who stands under a paper, or waits for its leads only."""

SHORTEST = timedelta(days=7)
"""Nobody can ask a board in less."""

USUAL = timedelta(days=21)
LONGEST = timedelta(days=180)
REMIND_BEFORE = timedelta(days=3)
REMIND_AFTER = timedelta(days=1)
"""Whoever has just been asked is not reminded."""


class Versioned(Protocol):
    """What the rules need to know of a version."""

    @property
    def number(self) -> int: ...
    @property
    def change(self) -> str: ...


class NothingToAsk(DomainError):
    """The text means what it meant, or nobody backs an older one."""

    message = N_(
        "There is nothing to ask: the text was not changed in substance, or nobody stands under "
        "an older version."
    )


class AlreadyAsking(DomainError):
    """A paper has one open round at most."""

    message = N_("The signatories of this paper are being asked already.")


class BadDate(DomainError):
    """The last day is too near or too far."""

    status = 422
    message = N_("Give the signatories at least %(days)s days, and at most %(most)s.")

    def __init__(self) -> None:
        super().__init__(days=SHORTEST.days, most=LONGEST.days)


def asks_up_to(versions: Iterable[Versioned]) -> int:
    """Return the number of the last version before the newest change of substance, else 0.

    Whoever backs that version or an older one has signed another text. Editorial changes made
    since do not count.
    """
    return max((v.number - 1 for v in versions if v.change == "substantive"), default=0)


def leaves_time(answer_by: datetime, now: datetime) -> bool:
    """Tell whether a board that is asked now can still answer."""
    return now + SHORTEST <= answer_by


def require_date(answer_by: datetime, now: datetime) -> None:
    """Raise `BadDate` unless there is enough time to answer, and an end to it."""
    if not leaves_time(answer_by, now) or answer_by > now + LONGEST:
        raise BadDate
