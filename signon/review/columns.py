"""What of an entry leads may lay side by side: the columns of their table and of their files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from signon.kernel import clock, countries
from signon.review import words
from signon.review.queries import Record
from signon.review.words import Words
from signon.signatories.fields import FIELDS
from signon.signatories.scope import in_words


@dataclass(frozen=True)
class Reader:
    """Whom values are written for: in which language, and by the days of which time zone."""

    language: str
    time_zone: str
    words: Words = field(default_factory=words.in_force, repr=False)
    """Those of the language that is in force where values are written."""


Value = Callable[[Record, Reader], object]


@dataclass(frozen=True, eq=False)  # there is one of each; its hash must not translate its label
class Column:
    """One column: its name in addresses and files, what stands above it, and its value.

    `is_contact`: of the person, and in no file without contacts; `is_address`: nor on the page of
    who may not see addresses. `in_table`: the page can show it. `is_typed`: in somebody's own
    words, which may run the other way.
    """

    name: str
    label: Any
    value: Value
    is_contact: bool = False
    is_address: bool = False
    in_table: bool = False
    is_typed: bool = False


def _plain(name: str) -> Value:
    return lambda record, _reader: getattr(record, name) or ""


def _yes(is_so: Callable[[Record], object]) -> Value:
    return lambda record, _reader: _("yes") if is_so(record) else ""


def _moment(name: str) -> Value:
    def value(record: Record, reader: Reader) -> str:
        moment: datetime | None = getattr(record, name)
        there = moment and moment.astimezone(ZoneInfo(reader.time_zone))
        return there.isoformat(timespec="seconds") if there else ""

    return value


def _day(name: str) -> Value:
    def value(record: Record, reader: Reader) -> str:
        moment: datetime | None = getattr(record, name)
        return clock.day_in(reader.time_zone, moment).isoformat() if moment else ""

    return value


def _country(record: Record, reader: Reader) -> str:
    return countries.name(record.country, reader.language) if record.country else ""


def _typed(name: str, label: Any, of: str = "", **more: bool) -> Column:
    return Column(name, label, _plain(of or name), is_typed=True, **more)


_STATED = (
    _typed("name", _l("Name")),
    _typed("acronym", _l("Acronym"), in_table=True),
    Column("country", _l("Country code"), _plain("country")),
    Column("country_name", _l("Country"), _country, in_table=True),
    Column("kind", _l("Kind code"), _plain("kind")),
    Column(
        "kind_name",
        _l("Kind"),
        lambda r, reader: reader.words.kinds.get(r.kind, r.kind),
        in_table=True,
    ),
    Column("website", _l("Website"), _plain("website"), in_table=True),
    _typed("affiliation", _l("Affiliation"), in_table=True),
    _typed("statement", _l("Remark"), in_table=True),
    Column("capacity", _l("Capacity code"), _plain("capacity")),
    Column(
        "capacity_words",
        _l("Signs as"),
        lambda r, reader: reader.words.capacities[r.capacity],
        in_table=True,
    ),
)
_STANDS = (
    Column("state", _l("State code"), _plain("standing")),
    Column(
        "state_words",
        _l("State"),
        lambda r, reader: words.state_of(r, reader.time_zone),
        in_table=True,
    ),
    Column("evidence", _l("Evidence code"), _plain("evidence")),
    Column(
        "evidence_words",
        _l("Evidence"),
        lambda r, reader: reader.words.evidence[r.evidence],
        in_table=True,
    ),
    Column("language", _l("Language of the text"), _plain("language"), in_table=True),
    Column("version", _l("Version"), _plain("version"), in_table=True),
    Column("submitted_at", _l("Signed at"), _moment("submitted_at")),
    Column("submitted_on", _l("Signed on"), _day("submitted_at"), in_table=True),
    Column("confirmed_at", _l("Confirmed at"), _moment("confirmed_at")),
    Column("endorsed_on", _l("Confirmed on"), _day("confirmed_at"), in_table=True),
    Column("id", _l("Id"), _plain("public_id")),
)
_SAYS = (
    Column("priorities", _l("Priorities"), _plain("priorities")),
    Column(
        "in_part",
        _l("In part"),
        lambda r, _reader: in_words(r.priorities) if r.priorities else "",
        in_table=True,
    ),
    _typed("reservation", _l("Reservation"), in_table=True),
    Column("after_delivery", _l("Late"), _yes(lambda r: r.is_late), in_table=True),
    Column("name_hidden", _l("Name not shown"), _yes(lambda r: r.hides_name), in_table=True),
    Column("is_disputed", _l("Disputed"), _yes(lambda r: r.contested_at), in_table=True),
    Column("source", _l("Source code"), _plain("source")),
    Column(
        "source_words",
        _l("Source"),
        lambda r, reader: reader.words.sources[r.source],
        in_table=True,
    ),
    _typed("co_host", _l("By the link of"), in_table=True),
    Column("written_in", _l("Written in"), _plain("written_in")),
    Column(
        "wants_updates",
        _l("Wants news"),
        _yes(lambda r: r.updates_wording is not None),
        is_contact=True,
        in_table=True,
    ),
    Column(
        "updates_wording", _l("Words of that consent"), _plain("updates_wording"), is_contact=True
    ),
    Column("decides_on", _l("Decides on"), _day("decides_on"), is_contact=True, in_table=True),
    _typed("decision_note", _l("Reason of the leads"), is_contact=True),
)
_CONTACT = (
    _typed("representative_name", _l("Contact"), "contact_name", is_contact=True, in_table=True),
    _typed("representative_role", _l("Role"), "contact_role", is_contact=True, in_table=True),
    Column(
        "email",
        _l("E-mail address"),
        _plain("email"),
        is_contact=True,
        is_address=True,
        in_table=True,
    ),
)


def _declared_since(known: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns of public fields that were declared after those above."""
    names = {column.name for column in known}
    return tuple(
        _typed(one.column, one.label, in_table=True) for one in FIELDS if one.column not in names
    )


_KNOWN = (*_STATED, *_STANDS, *_SAYS, *_CONTACT)
COLUMNS = {column.name: column for column in (*_KNOWN, *_declared_since(_KNOWN))}
"""All of them by name, in the order of files."""

USUAL = ("state_words", "country_name", "kind_name", "evidence_words", "submitted_on", "email")
"""What the table shows beside the name until a lead chooses."""

NOTE = ("note", _l("Notes of leads"))
"""A column of files alone, and on request: it is not of the entry."""


def labels() -> Mapping[str, str]:
    """Return what stands above each column, by its name, in the language that is in force."""
    return _labels(get_locale())


@lru_cache(maxsize=32)
def _labels(_locale: Any) -> Mapping[str, str]:
    return {name: str(column.label) for name, column in COLUMNS.items()}


def in_table(*, sees_contacts: bool) -> list[Column]:
    """Return the columns among which a lead may choose for the page."""
    found = [column for column in COLUMNS.values() if column.in_table]
    return found if sees_contacts else [column for column in found if not column.is_address]


def in_files(*, contacts: bool) -> list[Column]:
    """Return the columns among which a lead may choose for a file."""
    return [column for column in COLUMNS.values() if contacts or not column.is_contact]


def chosen(names: Iterable[str], among: Iterable[Column]) -> list[Column]:
    """Return those of the columns that have these names, in the order of the house."""
    wanted = set(names)
    return [column for column in among if column.name in wanted]
