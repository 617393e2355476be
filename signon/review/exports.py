"""Files for leads. Contacts only on request, and the trail says who took how many and what for."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import IO, Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from signon.kernel import clock
from signon.kernel.files import tabular
from signon.kernel.files.tabular import Column
from signon.papers.queries import PublicPaper
from signon.review import columns, past, queries, service
from signon.review.filters import Filter
from signon.review.queries import Record
from signon.review.table import listing
from signon.signatories import fields
from signon.site.languages import reading
from signon.site.streams import close_if_it_fails
from signon.submissions.states import State
from signon.transaction import command

FORMATS = ("csv", "xlsx", "json")

_LISTED: tuple[tuple[str, Callable[[Record], Any]], ...] = (
    ("name", lambda record: record.name),
    ("acronym", lambda record: record.acronym),
    ("country", lambda record: record.country),
    ("kind", lambda record: record.kind),
    ("website", lambda record: record.website),
    ("affiliation", lambda record: record.affiliation),
    ("statement", lambda record: record.statement),
    ("capacity", lambda record: record.capacity),
    ("state", lambda record: record.state),
    ("language", lambda record: record.language),
    ("submitted_at", lambda record: _time(record.submitted_at)),
    ("confirmed_at", lambda record: _time(record.confirmed_at)),
    ("id", lambda record: record.public_id),
    ("priorities", lambda record: record.priorities),
    ("reservation", lambda record: record.reservation),
    ("after_delivery", lambda record: _yes(record.is_late)),
    ("name_hidden", lambda record: _yes(record.hides_name)),
)
_CONTACT: tuple[tuple[str, Callable[[Record], Any]], ...] = (
    ("evidence", lambda record: record.evidence),
    ("representative_name", lambda record: record.contact_name or ""),
    ("representative_role", lambda record: record.contact_role or ""),
    ("email", lambda record: record.email or ""),
    ("decides_on", lambda record: _time(record.decides_on)),
)
_CONTACT_SINCE: tuple[tuple[str, Callable[[Record], Any]], ...] = (
    ("wants_updates", lambda record: _yes(record.updates_wording is not None)),
    ("updates_wording", lambda record: record.updates_wording or ""),
)
"""What was added of contacts: the consent to updates, and the version of its words."""

_DECLARED_SINCE = (
    (field.column, attrgetter(field.column))
    for field in fields.FIELDS
    if field.column not in dict(_LISTED)
)
_ADDED: tuple[tuple[str, Callable[[Record], Any]], ...] = (
    ("endorsed_on", lambda record: _day(record.confirmed_at)),
    ("version", lambda record: record.version),
    ("is_disputed", lambda record: _yes(record.contested_at is not None)),
    ("source", lambda record: record.source),
    ("written_in", lambda record: record.written_in),
    *_DECLARED_SINCE,
)
"""What was added last, whether or not the contacts stand before it."""


@dataclass(frozen=True)
class Order:
    """What a lead wants in a file: which columns of which entries, as `kind` and in a language.

    `only` are public ids of entries that were selected, none for all that are asked for.
    """

    kind: str
    columns: tuple[columns.Column, ...]
    contacts: bool = False
    notes: bool = False
    language: str = "en"
    only: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Made:
    """A file that is made, as an open temporary file, and how many entries it holds."""

    file: IO[bytes]
    rows: int


def make(paper: PublicPaper, asked: listing.Asked, order: Order) -> Made:
    """Return what a lead asks for, in the order of the page.

    Without contacts it may end in print, so whoever hides their name has none there, and stands
    at the end: the place would tell how it begins.
    """
    found = listing.every(asked, order.only)
    counted = _Counted(found if order.contacts else map(_as_shown, _hidden_last(found)))
    with reading(order.language):
        drawn = _columns(paper, order)
        file = _write(order.kind, drawn, counted, order.language)
    return Made(file, counted.number)


class _Counted(Iterator[Record]):
    """Hands records on and counts them."""

    def __init__(self, records: Iterator[Record]):
        self.records, self.number = records, 0

    def __next__(self) -> Record:
        found = next(self.records)
        self.number += 1
        return found


def _hidden_last(records: Iterator[Record]) -> Iterator[Record]:
    hidden = []
    for record in records:
        if record.hides_name:
            hidden.append(record)
        else:
            yield record
    yield from sorted(hidden, key=lambda record: record.public_id)


def file_name(paper: PublicPaper, kind: str) -> str:
    """Return what a file is called: the paper and the day there, "ten-doors-signatories-…"."""
    day = clock.day_in(paper.time_zone, clock.now()).isoformat()
    return f"{paper.slug}-signatories-{day}.{kind}"


def _columns(paper: PublicPaper, order: Order) -> list[Column[Record]]:
    """Return the columns of a file: named in words in a sheet, by their names for programs."""
    reader, in_words = columns.Reader(order.language, paper.time_zone), order.kind == "xlsx"
    drawn = [
        _column(one, reader, str(one.label) if in_words else one.name) for one in order.columns
    ]
    if order.contacts and order.notes:
        name, label = columns.NOTE
        drawn.append(_notes(paper, str(label) if in_words else name))
    return drawn


def _column(one: columns.Column, reader: columns.Reader, name: str) -> Column[Record]:
    return Column(name, lambda record: one.value(record, reader))


def _notes(paper: PublicPaper, name: str) -> Column[Record]:
    noted = past.notes_of_paper(paper.id)

    def value(record: Record) -> str:
        return "\n".join(
            f"{clock.day_in(paper.time_zone, note.written_at)}: {note.words}"
            for note in noted.get(record.public_id, [])
        )

    return Column(name, value)


@command
def note_export(paper: PublicPaper, *, actor: str, kind: str, contacts: bool) -> None:
    """Write into the trail that the command line wrote a file of the public list, or of all."""
    states = queries.by_state(paper.id)
    rows = sum(states.values()) if contacts else states.get(State.PUBLISHED, 0)
    service.note_export(paper, actor=actor, kind=kind, contacts=contacts, rows=rows)


def file_of(paper: PublicPaper, kind: str, *, contacts: bool) -> IO[bytes]:
    """Return the command line's file, open and temporary: the published, or all with contacts.

    Without contacts it may end in print, so whoever hides their name has none there.
    """
    states = () if contacts else (State.PUBLISHED.value,)
    pairs = (*_LISTED, *(_CONTACT if contacts else ()), *_ADDED)
    pairs += _CONTACT_SINCE if contacts else ()
    drawn = [Column(name, value_of) for name, value_of in pairs]
    found = map(partial(_there, ZoneInfo(paper.time_zone)), in_public_order(paper.id, states))
    return _write(kind, drawn, found if contacts else map(_as_shown, found), "en")


def _write(
    kind: str, drawn: list[Column[Record]], found: Iterator[Record], language: str
) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with close_if_it_fails(file):
        if kind == "xlsx":
            title = _("Signatories")
            tabular.write_xlsx(file, drawn, found, sheet_title=title, language=language)
        else:
            for chunk in _chunks(kind, drawn, found):
                file.write(chunk)
    file.seek(0)
    return file


def in_public_order(paper_id: int, states: tuple[str, ...]) -> Iterator[Record]:
    """Yield records in these states, in all if there are none, in the order of the public list.

    Whoever hides their name stands at the end: the place would tell how it begins.
    """
    asked = listing.Asked(paper_id, "UTC", Filter(order="name"), sees_contacts=True)
    return _hidden_last(one for one in listing.every(asked) if not states or one.state in states)


def _chunks(kind: str, drawn: list[Column[Record]], found: Iterator[Record]) -> Iterator[bytes]:
    if kind == "csv":
        return tabular.csv_lines(drawn, found)
    return tabular.json_array({c.name: c.value_of(record) for c in drawn} for record in found)


def _there(zone: ZoneInfo, record: Record) -> Record:
    """Return a record with every moment as the clocks of the paper's time zone show it."""
    moments = ("submitted_at", "confirmed_at", "decides_on")
    found = {name: getattr(record, name) for name in moments}
    return replace(record, **{name: at and at.astimezone(zone) for name, at in found.items()})


def _as_shown(record: Record) -> Record:
    if not record.hides_name:
        return record
    return replace(record, **fields.blank(fields.PERSONAL))


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
