"""Rules of mailings, pure."""

from datetime import datetime, timedelta

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

LONGEST_SUBJECT = 120
LONGEST_BODY = 20_000

MOST_IN_A_DAY = 2
"""Mailings are not counted among the few mails that a mailbox may get: they are few themselves."""

DAY = timedelta(days=1)
FURTHEST = timedelta(days=366)


class NothingWritten(DomainError):
    """There is no text."""

    status = 422
    message = N_("Write a subject and a text in one language at least.")


class HalfWritten(DomainError):
    """A language has a subject or a text, and not both."""

    status = 422
    message = N_("In %(language)s there is only a subject or only a text: both are needed.")


class BadMoment(DomainError):
    """The moments do not fit each other or the present."""

    status = 422
    message = N_("Choose a moment to come, within a year, and an end that is later than that.")


class TooMany(DomainError):
    """The signatories have had as many updates as a day may bring."""

    status = 409
    message = N_(
        "Two updates about this paper have been sent or planned for that day. Choose a later day."
    )


class NobodyToTell(DomainError):
    """Nobody would get it."""

    status = 409
    message = N_("Nobody on the list has asked for updates, so there is nobody to write to.")


class WrongState(DomainError):
    """It is not there any more for what was pressed."""

    status = 409
    message = N_("Meanwhile this update has gone further. Look at it as it is now.")


def require_moments(send_at: datetime, not_after: datetime | None, now: datetime) -> None:
    """Raise `BadMoment` unless an update can be sent then."""
    until = not_after or send_at + DAY
    if send_at < now or not send_at < until or max(send_at, until) > now + FURTHEST:
        raise BadMoment


def require_room(others: list[datetime], send_at: datetime) -> None:
    """Raise `TooMany` if so many `others` of the paper leave within a day of that moment."""
    if sum(abs(one - send_at) < DAY for one in others) >= MOST_IN_A_DAY:
        raise TooMany


def language_for(wanted: str, written: list[str], main: str) -> str:
    """Return in which of the written languages a reader gets it: their own, the paper's, any."""
    return next((one for one in (wanted, main) if one in written), written[0])
