"""The public columns of a list, the same in every format; their names are part of the contract."""

from collections.abc import Mapping
from typing import Any

from signon.kernel import clock
from signon.kernel.tabular import csv_line

_ADDED = ("priorities", "reservation", "is_late", "is_disputed", "source")
"""What was added after the contract's first columns; whatever is added next stands behind it."""

ORGANISATION_COLUMNS = (
    "name",
    "acronym",
    "country",
    "kind",
    "website",
    "statement",
    "capacity",
    "endorsed_on",
    "version",
    "language",
    "id",
    *_ADDED,
)
INDIVIDUAL_COLUMNS = (
    "name",
    "affiliation",
    "country",
    "statement",
    "capacity",
    "endorsed_on",
    "version",
    "language",
    "id",
    *_ADDED,
)


def columns(capacity: str) -> tuple[str, ...]:
    """Return the names of the public columns of one list."""
    return INDIVIDUAL_COLUMNS if capacity == "individual" else ORGANISATION_COLUMNS


def record_of(line: Any, time_zone: str) -> Mapping[str, str | int | bool]:
    """Return the public values of a line, in the order of the columns.

    `time_zone` is the paper's: the day of the endorsement is the day that it was there.
    """
    derived = {
        "endorsed_on": clock.day_in(time_zone, line.endorsed_at).isoformat(),
        "id": line.public_id,
        "is_disputed": line.is_contested,
    }
    return {
        name: derived[name] if name in derived else getattr(line, name)
        for name in columns(line.capacity)
    }


def csv_line_of(line: Any, time_zone: str) -> str:
    """Return the ready-made CSV line."""
    return csv_line(tuple(record_of(line, time_zone).values()))
