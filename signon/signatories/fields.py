"""What a signatory states about itself and the list shows: each field is declared once, here.

The form, its preview and e-mails, a correction, a line, the pages of an entry and every file are
made from this. `signatories.models.Stated` and `lines.SignatoryLine` hold the values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from signon.kernel import clock
from signon.kernel.files import tabular
from signon.kernel.files.tabular import csv_line
from signon.kernel.text import fold
from signon.signatories.models import CAPACITIES, LONGEST_RESERVATION


@dataclass(frozen=True, eq=False)  # there is one of each; its hash must not translate its labels
class Field:
    """A public field.

    `name` is that of the form and the act, `column` that of the line and the files, `label` stands
    before its value and `asked` above its input. `longest` counts characters. `sort` says what is
    typed: a "line", a "text" of several lines or a "website"; "chosen" is not typed, but one of
    some known values.
    """

    name: str
    label: Any
    asked: Any
    sort: str = "line"
    longest: int = 300
    capacities: tuple[str, ...] = CAPACITIES
    hint: Any = ""
    named: str = ""

    @property
    def column(self) -> str:
        return self.named or self.name

    @property
    def is_typed(self) -> bool:
        """Tell whether it holds somebody's own words, which may name a person."""
        return self.sort != "chosen"


_ORGANISATION, _INDIVIDUAL = (("organisation",), ("individual",))

NAME = Field("name", _l("Name"), _l("Name"), longest=200)
ACRONYM = Field("acronym", _l("Acronym"), _l("Acronym"), longest=30, capacities=_ORGANISATION)
AFFILIATION = Field(
    "affiliation",
    _l("Affiliation, for identification only"),
    _l("Affiliation, for identification only"),
    longest=200,
    capacities=_INDIVIDUAL,
)
COUNTRY = Field("country", _l("Country"), _l("Country"), "chosen")
KIND = Field(
    "organisation_kind",
    _l("Kind"),
    _l("Kind of organisation"),
    "chosen",
    capacities=_ORGANISATION,
    named="kind",
)
WEBSITE = Field("website", _l("Website"), _l("Website"), "website", capacities=_ORGANISATION)
STATEMENT = Field("statement", _l("Remark"), _l("A short public remark"), "text", 600)
PRIORITIES = Field("priorities", _l("Endorses"), _l("Which priorities?"), "chosen")
RESERVATION = Field(
    "reservation",
    _l("Reservation"),
    _l("A short public reservation"),
    "text",
    LONGEST_RESERVATION,
    hint=_l("What you do not share, or share only under a condition."),
)

FIELDS = (
    NAME,
    ACRONYM,
    AFFILIATION,
    COUNTRY,
    KIND,
    WEBSITE,
    STATEMENT,
    PRIORITIES,
    RESERVATION,
)
"""All of them, in the order in which they are shown."""

_FIRST = ("name", "acronym", "affiliation", "country", "kind", "website", "statement")
_THEN = ("capacity", "endorsed_on", "version", "language", "id", "priorities", "reservation")
_LAST = ("is_late", "is_disputed", "source")
"""The columns in the order of the contract; whatever is declared next stands behind them."""


def of(capacity: str) -> tuple[Field, ...]:
    """Return the fields that a signatory of this capacity has."""
    return tuple(field for field in FIELDS if capacity in field.capacities)


PERSONAL = tuple(field for field in of("individual") if field.is_typed)
"""What an individual typed: the name, and words that may say who it is."""


def values_of(stating: Any, fields: Iterable[Field] = FIELDS) -> dict[str, str]:
    """Return the values of an act or a draft by the names of the fields."""
    return {field.name: getattr(stating, field.name) for field in fields}


def stated_by(signatory: Any) -> tuple[tuple[Field, str], ...]:
    """Return what an act or a line says beside the name: what is empty left out.

    Whether all of the paper is endorsed is always said.
    """
    beside = (field for field in of(signatory.capacity) if field not in (NAME, ACRONYM))
    kept = ((field, _kept(signatory, field)) for field in beside)
    return tuple((field, value) for field, value in kept if value or field is PRIORITIES)


def _kept(signatory: Any, field: Field) -> str:
    value: str = getattr(signatory, field.name, None) or getattr(signatory, field.column)
    return value


def blank(fields: Iterable[Field] = FIELDS) -> dict[str, Any]:
    """Return no value for each of the fields."""
    return {field.name: "" for field in fields}


def columns(capacity: str) -> tuple[str, ...]:
    """Return the names of the public columns of one list, the same in every format."""
    own = {field.column for field in of(capacity)}
    others = {field.column for field in FIELDS} - own
    known = [name for name in (*_FIRST, *_THEN, *_LAST) if name not in others]
    return (*known, *(field.column for field in of(capacity) if field.column not in known))


_COLUMNS = {capacity: columns(capacity) for capacity in CAPACITIES}


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
        for name in _COLUMNS[line.capacity]
    }


def line_version() -> str:
    """Return which rules make the words and the CSV line of a line; at most 40 characters."""
    return f"{fold.VERSION}/{tabular.REVISION}"


def csv_line_of(line: Any, time_zone: str) -> str:
    """Return the ready-made CSV line."""
    return csv_line(tuple(record_of(line, time_zone).values()))
