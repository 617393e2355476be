"""The public columns of a list, the same in every format; their names are part of the contract."""

from collections.abc import Mapping
from typing import Any

from signon.kernel.tabular import csv_line

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
)


def columns(capacity: str) -> tuple[str, ...]:
    """Return the names of the public columns of one list."""
    return INDIVIDUAL_COLUMNS if capacity == "individual" else ORGANISATION_COLUMNS


def record_of(line: Any) -> Mapping[str, str | int]:
    """Return the public values of a line, in the order of the columns."""
    derived = {"endorsed_on": line.endorsed_at.date().isoformat(), "id": line.public_id}
    return {
        name: derived[name] if name in derived else getattr(line, name)
        for name in columns(line.capacity)
    }


def line_of(line: Any) -> str:
    """Return the ready-made CSV line."""
    return csv_line(tuple(record_of(line).values()))
