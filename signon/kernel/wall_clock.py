"""From what a clock on the wall shows to the moment that is meant: some hours are missing, some
come twice, and not every name of a time zone is what it seems to be."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

_MINUTE = timedelta(minutes=1)
_UTC = re.compile(r"(?:Etc/)?(?:UTC|UCT|Universal|Zulu)")
_NO_PLACE = re.compile(r"(?:Etc/)?GMT[+-]?\d+|Factory|localtime|posixrules")
"""What is called GMT+2 lies two hours west of Greenwich, where people mean two hours east."""


class ZoneUnknown(DomainError):
    """There is no such time zone."""

    status = 422
    message = N_("There is no time zone called %(name)s.")


class ZoneMisleading(DomainError):
    """The name of the time zone says the opposite of what most people read in it, or nothing."""

    status = 422
    message = N_(
        "“%(name)s” is easily mistaken: please name a place such as Europe/Brussels, or UTC."
    )


class HourMissing(DomainError):
    """The clock jumps over that hour."""

    status = 422
    message = N_(
        "There is no %(hour)s in %(zone)s: the clock jumps over it. Choose %(before)s or %(after)s."
    )


class HourTwice(DomainError):
    """The clock goes back, so that nobody knows which of two moments is meant."""

    status = 422
    message = N_(
        "There are two times %(hour)s in %(zone)s, as the clock goes back. "
        "Write %(first)s for the first or %(second)s for the second."
    )


def zone(name: str) -> ZoneInfo:
    """Return the zone of the IANA database with that name; raise `ZoneUnknown`.

    Raises `ZoneMisleading` for a name such as Etc/GMT+2.
    """
    if _UTC.fullmatch(name):
        name = "UTC"
    if _NO_PLACE.fullmatch(name):
        raise ZoneMisleading(name=name)
    if name not in _known():
        raise ZoneUnknown(name=name)
    return ZoneInfo(name)


@cache
def _known() -> frozenset[str]:
    """Return the names of the IANA database, read once: it lies in 600 files."""
    return frozenset(available_timezones())


def moment(shown: datetime, there: ZoneInfo) -> datetime:
    """Return in UTC the moment at which the clocks of a zone show this.

    What says its own distance from UTC is taken as it is. Raises `HourMissing` or `HourTwice`.
    """
    if shown.tzinfo is not None:
        return shown.astimezone(UTC)
    early, late = (shown.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early == late:
        return early
    hour, name = _written(shown), there.key
    if early > late:
        before, after = _around_jump(late, early, there)
        raise HourMissing(hour=hour, zone=name, before=_written(before), after=_written(after))
    first, second = (one.astimezone(there).isoformat(timespec="minutes") for one in (early, late))
    raise HourTwice(hour=hour, zone=name, first=first, second=second)


def _around_jump(earlier: datetime, later: datetime, there: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the last minute before the clock jumps between two moments, and the first after."""
    offset = earlier.astimezone(there).utcoffset()
    low, high = 0, int((later - earlier) / _MINUTE)
    while high - low > 1:
        middle = (low + high) // 2
        same = (earlier + middle * _MINUTE).astimezone(there).utcoffset() == offset
        low, high = (middle, high) if same else (low, middle)
    before, after = (earlier + step * _MINUTE for step in (low, high))
    return before.astimezone(there), after.astimezone(there)


def _written(shown: datetime) -> str:
    return shown.strftime("%Y-%m-%d %H:%M")
