"""Days as workbooks keep them: numbers since an epoch, told apart by how they are shown."""

import re
from datetime import datetime, timedelta

_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP_THAT_WAS_NONE = 61
_LAST = 200_000
_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Formats of days and hours that no workbook has to declare (ECMA-376, 18.8.30)."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)


def is_time(number: int, code: str = "") -> bool:
    """Tell whether a format, by its number and its code if it has one, shows a day or an hour."""
    if not code:
        return number in _BUILT_IN
    first = _LITERAL.sub("", code).split(";")[0].lower()
    return "general" not in first and any(sign in "dmyhs" for sign in first)


def of_serial(serial: float, *, from_1904: bool = False) -> datetime | None:
    """Return the day and hour of a number, None for none: an hour alone, day 0, or far away.

    Days before 1 March 1900 are one too many in the numbers of 1900, as if that had been a leap
    year.
    """
    if not 1 <= serial < _LAST:
        return None
    epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900
    days = serial if from_1904 or serial >= _LEAP_THAT_WAS_NONE else serial + 1
    return epoch + timedelta(seconds=round(days * 86_400))


def said(when: datetime) -> str:
    """Return a day and hour as a cell shows it; the hour is left out at midnight."""
    shown = when.isoformat(" ", "seconds")
    return shown.removesuffix(" 00:00:00")


def number(value: float) -> str:
    """Return a number as people write it: without a fraction where it has none."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
