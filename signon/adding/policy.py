"""Rules about adding and repairing. Pure: values in, nothing or a refusal out."""

from datetime import date, datetime, timedelta

from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_

EARLIEST = date(2000, 1, 1)
UNDONE_WITHIN = timedelta(days=30)
"""How long what a lead has repaired may be taken back."""

_STANDING = ("confirmed", "published")


class DayRefused(DomainError):
    """Nobody can have signed on that day."""

    status = 422


class AddressProven(DomainError):
    """An address was to be mended that its owner has confirmed: the entry is theirs."""

    message = N_(
        "Somebody has confirmed with this address, so nobody else can change it. Its owner can "
        "hand the entry over, or a second entry can replace this one."
    )


class AddressErased(DomainError):
    """There is no address to be mended or written to."""

    message = N_("No address is on record here. Add the signatory again with the right one.")


class NotWrittenTo(DomainError):
    """A mailbox gets no mail: its owner wants none, or too much waits for it already."""

    message = N_(
        "No e-mail can be sent there: this mailbox wants none, or many already wait for it."
    )


class NotAPair(DomainError):
    """Two entries do not stand for the same paper in the same capacity, or one of them is gone."""

    message = N_(
        "Only an entry that waits can take the place of another one, under the same paper and in "
        "the same capacity. Please look at both again."
    )


class DisputeFirst(DomainError):
    """An entry was to give way while somebody says that it was not signed."""

    message = N_("This entry is contested. Decide about that first; then it can be replaced.")


class TooLateToUndo(DomainError):
    """It was not the last thing done, or was done too long ago."""

    message = N_("This can no longer be taken back: something else has happened since.")


def signed_at(day: date, time_zone: str, now: datetime) -> datetime:
    """Return the moment that stands for a day on which somebody signed: noon, or now for today.

    Raises `DayRefused` for a day to come, or one of before this century.
    """
    if day > clock.day_in(time_zone, now):
        raise DayRefused(N_("This day is still to come."))
    if day < EARLIEST:
        raise DayRefused(N_("Enter the day on which it reached you."))
    noon = clock.day_begins(time_zone, day) + timedelta(hours=12)
    return min(noon, now)


def require_mendable(state: str, source: str, *, has_contact: bool, proven: bool) -> None:
    """Raise unless an address is on record that nobody has proven to be theirs."""
    if not has_contact:
        raise AddressErased
    if state == "submitted":
        return
    if state not in _STANDING or proven or source not in ("hosts", "network", "import"):
        raise AddressProven


def require_pair(new: str, old: str, *, alike: bool, disputed: bool) -> None:
    """Raise unless an entry in state `new` may take the place of one in state `old`.

    `alike` says that they are two, of one paper and capacity; `disputed` that either is contested.
    """
    if disputed:
        raise DisputeFirst
    if not alike or new != "confirmed" or old not in _STANDING:
        raise NotAPair
