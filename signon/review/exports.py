"""Exports for leads. Contacts only on request, and the trail says who took how many."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import IO, Any
from zoneinfo import ZoneInfo

from signon.audit import trail
from signon.kernel.files import tabular
from signon.kernel.files.tabular import Column
from signon.papers.queries import PublicPaper
from signon.review import queries
from signon.review.queries import Record
from signon.signatories import fields
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


@command
def note_export(paper: PublicPaper, *, actor: str, kind: str, contacts: bool) -> None:
    """Write into the trail that an export was taken. It is committed before the first byte."""
    states = queries.by_state(paper.id)
    rows = sum(states.values()) if contacts else states.get(State.PUBLISHED, 0)
    trail.record("export", paper.public_id, actor=actor, format=kind, contacts=contacts, rows=rows)


def file_of(paper: PublicPaper, kind: str, *, contacts: bool) -> IO[bytes]:
    """Return the export as an open temporary file: published ones, or all with their contacts.

    Without contacts it may end in print, so whoever hides their name has none there.
    """
    states = () if contacts else (State.PUBLISHED.value,)
    pairs = (*_LISTED, *(_CONTACT if contacts else ()), *_ADDED)
    pairs += _CONTACT_SINCE if contacts else ()
    columns = [Column(name, value_of) for name, value_of in pairs]
    found = map(partial(_there, ZoneInfo(paper.time_zone)), queries.every(paper.id, states))
    if not contacts:
        found = map(_as_shown, found)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with close_if_it_fails(file):
        if kind == "xlsx":
            title = "endorsements"
            tabular.write_xlsx(file, columns, found, sheet_title=title, language="en")
        else:
            for chunk in _chunks(kind, columns, found):
                file.write(chunk)
    file.seek(0)
    return file


def _chunks(kind: str, columns: list[Column[Record]], found: Iterator[Record]) -> Iterator[bytes]:
    if kind == "csv":
        return tabular.csv_lines(columns, found)
    return tabular.json_array({c.name: c.value_of(record) for c in columns} for record in found)


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
