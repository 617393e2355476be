"""What is read from a sheet of sign-ons, before anything of it is believed or written. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from signon.kernel.errors import DomainError

ACCEPTED, REJECTED, DUPLICATE = "accepted", "rejected", "duplicate"
STATUSES = (ACCEPTED, REJECTED, DUPLICATE)

REASONS = (
    "missing_name",
    "missing_email",
    "invalid_email",
    "no_consent",
    "incomplete_response",
    "withdrawn",
    "formula_without_value",
    "too_long",
    "same_organisation_and_email",
)
"""Why a row is not taken; the codes are part of the contract."""

TARGETS = (
    "organisation",
    "acronym",
    "email",
    "country",
    "organisation_kind",
    "website",
    "comment",
    "signed_at",
    "wants_updates",
    "representative_name",
    "representative_role",
    "consent",
    "withdrawn",
    "completed",
)
"""What a column may be read as. The last three say whether a row counts, and are not kept."""


class Unreadable(DomainError):
    """A file of which no row can be read; `code` says why in one word."""

    status = 422

    def __init__(self, code: str, message: str, **values: object):
        super().__init__(message, **values)
        self.code = code


@dataclass(frozen=True)
class Fields:
    """What a row says of one organisation, cleaned; empty where it says nothing.

    `country` is an ISO 3166-1 code. `signed_at` knows its zone. `wants_updates` is None where
    nobody was asked, or the answer is neither yes nor no.
    """

    organisation: str = ""
    acronym: str = ""
    email: str = ""
    country: str = ""
    organisation_kind: str = ""
    website: str = ""
    comment: str = ""
    signed_at: datetime | None = None
    wants_updates: bool | None = None
    representative_name: str = ""
    representative_role: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell: the place of its column, from 0, and a code.

    Codes are those of `REASONS`, and others for what was left out of a row that is accepted:
    `unknown_country`, `unusable_website`, `unknown_date`, `cleaned_email`, `further_email`,
    `surplus_cells`, `shortened` (too long for its place, the row is accepted without it).
    """

    column: int
    reason: str


@dataclass(frozen=True)
class Judged:
    """One row. `record` is its number in the file, from 1, the header's own row counted."""

    record: int
    status: str
    fields: Fields
    cells: tuple[str, ...]
    reason: str = ""
    duplicate_of: int | None = None
    possible_duplicate_of: int | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How a file was read. `delimiter` and `encoding` are "" for workbooks, `sheet` for text.

    `mapping` leads from a target to the title of its column.
    """

    encoding: str
    delimiter: str
    sheet: str
    header_record: int
    mapping: Mapping[str, str]


@dataclass(frozen=True)
class LeftOut:
    """What of a file was not read as a row, and why.

    `what` is one of `hidden_sheet`, `other_sheet`, `hidden_row`, `hidden_column`, `section`,
    `total`, `repeated_header`, `note`; `where` its name or number, `text` what stands there.
    """

    what: str
    where: str
    text: str = ""


@dataclass(frozen=True)
class Column:
    """A column that may be meant: its place from 0, its title, some values as they stand."""

    place: int
    title: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A question to a person: which of several columns is the target's."""

    target: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Wishes:
    """What a person has fixed; None and no entry leave it to be found out.

    `mapping` leads from a target to the title of a column, or "" where none is meant. Days and
    hours without a zone are those of `time_zone`.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_record: int | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    email_required: bool = True
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Reading:
    """A file, read: every row that counts is in `rows`, everything else in `left_out`.

    While `ambiguous` asks something, the targets in question are read from no column.
    `sheets` are the names of those that can be chosen.
    """

    layout: Layout
    header: tuple[str, ...]
    rows: tuple[Judged, ...]
    left_out: tuple[LeftOut, ...] = ()
    ambiguous: tuple[Choice, ...] = ()
    sheets: tuple[str, ...] = ()

    def count(self, status: str) -> int:
        """Return how many rows have a status."""
        return sum(row.status == status for row in self.rows)
