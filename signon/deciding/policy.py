"""Rules about decisions. Pure: values and the time in, nothing or a refusal out."""

from datetime import timedelta

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


class ReasonMissing(DomainError):
    """Something was to be taken off the list without a word."""

    status = 422
    message = N_("Please give a reason: other leads read it, and so can you in a year.")


class NothingChosen(DomainError):
    """A decision was to be made about nothing."""

    status = 422
    message = N_("Choose at least one signatory.")
