"""Rules about decisions. Pure: values and the time in, nothing or a refusal out."""

from datetime import datetime, timedelta

from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.submissions.states import State

FROM = {
    "publish": (State.CONFIRMED, State.REJECTED),
    "reject": (State.CONFIRMED, State.PUBLISHED),
}
"""What may be decided about many at once, and in which states they may be."""

CLAIMED_FOR = timedelta(minutes=10)
"""So long others see that a lead has something open."""

UNDONE_WITHIN = timedelta(days=30)
"""So long a decision can be taken back in History."""


class ReasonMissing(DomainError):
    """Something was to be taken off the list without a word."""

    status = 422
    message = N_("Please give a reason: other leads read it, and so can you in a year.")


class NothingChosen(DomainError):
    """A decision was to be made about nothing."""

    status = 422
    message = N_("Choose at least one signatory.")


class TooLate(DomainError):
    """A decision was to be taken back that is too old for that."""

    message = N_("This was decided more than 30 days ago, and cannot be undone with one button.")


def require_undoable(decided_at: datetime, now: datetime) -> None:
    """Raise `TooLate` for what was decided too long ago."""
    if decided_at < now - UNDONE_WITHIN:
        raise TooLate
