"""Pages of the leads' table: any filter, any order, and the same cost wherever a page lies."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    false,
    func,
    literal_column,
    select,
    tuple_,
)

from signon.audit import trail
from signon.campaigns.models import CoHost
from signon.endorsements.models import Endorsement
from signon.extensions import db, rows
from signon.kernel import clock, cursors
from signon.kernel.prepared import Prepared
from signon.kernel.shapes import filled
from signon.kernel.text import search
from signon.papers.models import PaperText, PaperVersion
from signon.review import queries
from signon.review.filters import RESERVED, Filter
from signon.review.queries import Record
from signon.review.table import searching
from signon.submissions.states import State

PAGE = 25
"""Rows of one page: so many stand on a screen of 1280 × 900."""

END = "end"
"""The place behind the last row, for who asks what stands before it."""

_AT_ONCE = 500

_E: Any = Endorsement.__table__.c


@dataclass(frozen=True)
class Asked:
    """Whose signatories somebody asks for, which, and whether they may find them by the contact.

    Days are those of `time_zone`, the paper's.
    """

    paper_id: int
    time_zone: str
    wanted: Filter
    sees_contacts: bool


@dataclass(frozen=True)
class Page:
    """Some records in order, and the cursors to what stands before and after them, "" for none."""

    records: list[Record]
    before: str
    after: str


@dataclass(frozen=True)
class _Order:
    """The columns by which records stand, all in one direction; an index has them so."""

    columns: tuple[Any, ...]
    is_falling: bool = False

    def by(self, *, backwards: bool) -> tuple[Any, ...]:
        falls = self.is_falling != backwards
        return tuple(column.desc() if falls else column.asc() for column in self.columns)

    def beyond(self, place: tuple[Any, ...], *, backwards: bool) -> ColumnElement[bool]:
        here, there = tuple_(*self.columns), tuple_(*place)
        return here < there if self.is_falling != backwards else here > there


_ORDERS = {
    "newest": _Order((_E.submitted_at, _E.public_id), is_falling=True),
    "name": _Order((_E.sort_key, _E.public_id)),
    "state": _Order((_E.state, _E.submitted_at, _E.public_id)),
}


def page(asked: Asked, *, after: str = "", before: str = "") -> Page:
    """Return the page behind the cursor `after`, before the cursor `before`, or the first one.

    Raises `CursorBroken` for what is no place in this order.
    """
    backwards, cursor = bool(before), before or after
    place = _place_in(asked.wanted, cursor) if cursor and cursor != END else ()
    drawn = _drawn(asked, place, backwards)
    shown = [filled(Record, row) for row in drawn[:PAGE]]
    if backwards:
        shown.reverse()
    has_more = len(drawn) > PAGE
    first, last = (_cursors(asked.wanted.order, shown)) if shown else ("", "")
    has_before, has_after = (has_more, cursor != END) if backwards else (bool(cursor), has_more)
    return Page(shown, first if has_before else "", last if has_after else "")


def _drawn(asked: Asked, place: tuple[Any, ...], backwards: bool) -> Sequence[Any]:
    """Return the rows of a page, and one more where there is one."""
    if asked.wanted.q or asked.wanted.state == RESERVED:  # lists and literals are not prepared
        return rows(_rows_from(asked, place, backwards).limit(PAGE + 1))
    given = {f"place{number}": value for number, value in enumerate(place)}
    return rows(_prepared(asked, bool(place), backwards, PAGE + 1), given)


@lru_cache(maxsize=256)
def _prepared(asked: Asked, has_place: bool, backwards: bool, most: int) -> Prepared:
    """Return the statement for any page of what is asked for, its place to be given by name.

    How many is said in the statement itself: PostgreSQL, which does not know a number that is
    given later, thinks that it is a tenth of all, and plans each page anew.
    """
    columns = _order(asked.wanted).columns if has_place else ()
    place = (bindparam(f"place{number}", type_=one.type) for number, one in enumerate(columns))
    return Prepared(_rows_from(asked, tuple(place), backwards).limit(literal_column(str(most))))


def _rows_from(asked: Asked, place: tuple[Any, ...], backwards: bool) -> Select[Any]:
    order = _order(asked.wanted)
    found = matching(queries.records(asked.paper_id), asked)
    if place:
        found = found.where(order.beyond(place, backwards=backwards))
    return found.order_by(*order.by(backwards=backwards))


def count(asked: Asked) -> int:
    """Return how many records are asked for. They are counted once after every change."""
    wanted = asked.wanted
    if replace(wanted, state="", country="", order="newest") == Filter():
        return queries.numbers(asked.paper_id).of(wanted.state, wanted.country)
    return _count(trail.revision(), asked)


@lru_cache(maxsize=512)
def _count(_revision: str, asked: Asked) -> int:
    number = select(func.count()).select_from(Endorsement)
    return int(rows(matching(number.where(_E.paper_id == asked.paper_id), asked))[0][0])


def public_ids(asked: Asked) -> Iterator[str]:
    """Yield the public ids of all that is asked for, in order, holding a few at a time."""
    for row in _every(asked, (_E.public_id,)):
        yield row.public_id


def every(asked: Asked, only: Collection[str] = ()) -> Iterator[Record]:
    """Yield all records that are asked for in order, or of them `only` those with these ids."""
    ids = [row.id for row in _every(asked, (_E.id, _E.public_id)) if _is_in(row.public_id, only)]
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        wanted = queries.records(asked.paper_id).where(_E.id.in_(part))
        found = {row.row_id: row for row in rows(wanted)}
        yield from (filled(Record, found[row_id]) for row_id in part if row_id in found)


def _is_in(public_id: str, only: Collection[str]) -> bool:
    return not only or public_id in only


def _every(asked: Asked, columns: tuple[Any, ...]) -> Iterator[Any]:
    found = matching(select(*columns).where(_E.paper_id == asked.paper_id), asked)
    order = _order(asked.wanted).by(backwards=False)
    with (
        db.engine.connect() as connection,
        connection.execution_options(yield_per=2000).execute(found.order_by(*order)) as drawn,
    ):
        yield from drawn


def _order(wanted: Filter) -> _Order:
    """Return the order of what is asked for; within one state, that of states is by time."""
    order = _ORDERS[wanted.order]
    is_of_one = wanted.order == "state" and wanted.state
    return _Order(order.columns[1:]) if is_of_one else order


def _place_in(wanted: Filter, cursor: str) -> tuple[Any, ...]:
    """Return the values of a cursor in the columns of the order; raise `CursorBroken` for none."""
    return _place(wanted.order, cursor)[-len(_order(wanted).columns) :]


def _place(order: str, cursor: str) -> tuple[Any, ...]:
    if order == "newest":
        return cursors.read_time(cursor)
    if order == "name":
        return cursors.read_name(cursor)[1:]
    state, _, rest = cursor.partition("~")
    if state not in tuple(State):
        raise cursors.CursorBroken
    return (state, *cursors.read_time(rest))


def _cursors(order: str, shown: list[Record]) -> tuple[str, str]:
    return cursor_of(order, shown[0]), cursor_of(order, shown[-1])


def cursor_of(order: str, record: Record) -> str:
    """Return the place of a record in an order."""
    if order == "name":
        return cursors.of_name(record.sort_key, record.public_id)
    moment = cursors.of_time(record.submitted_at, record.public_id)
    return moment if order == "newest" else f"{record.state}~{moment}"


def matching(found: Select[Any], asked: Asked) -> Select[Any]:
    """Return a statement over endorsements narrowed to what is asked for; the paper is its own."""
    wanted = asked.wanted
    found = found.where(*_states(wanted), *_stated(wanted), *_text(asked), *_days(asked))
    if search.is_unsearchable(wanted.q):
        return found.where(false())
    if not wanted.q:
        return found
    sees = asked.sees_contacts
    return found.where(searching.found_by(asked.paper_id, wanted.q, sees_contacts=sees))


def _states(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.state == RESERVED:
        yield queries.is_reserved
    elif wanted.state:
        yield _E.state == wanted.state
        if wanted.state == State.SUBMITTED:
            yield _E.decides_on.is_(None)


def _stated(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    columns = {
        _E.country: wanted.country,
        _E.organisation_kind: wanted.kind,
        _E.capacity: wanted.capacity,
        _E.evidence: wanted.evidence,
        _E.source: wanted.source,
    }
    yield from (column == value for column, value in columns.items() if value)
    if wanted.co_host:
        yield _E.co_host_id.in_(select(CoHost.id).where(CoHost.public_id == wanted.co_host))
    if wanted.late:
        yield _E.is_late
    if wanted.part:
        yield _E.priorities != ""
    if wanted.remark:
        yield _E.statement != ""
    if wanted.returned:
        yield queries.has_returned()


def _text(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """Yield which texts are meant, by their keys: a paper has few."""
    wanted = asked.wanted
    versions = select(PaperVersion.id).where(PaperVersion.paper_id == asked.paper_id)
    if wanted.version:
        yield _E.version_id.in_(versions.where(PaperVersion.number == int(wanted.version)))
    if wanted.language:
        texts = select(PaperText.id).where(PaperText.version_id.in_(versions))
        yield _E.text_id.in_(texts.where(PaperText.language == wanted.language))


def _days(asked: Asked) -> Iterator[ColumnElement[bool]]:
    zone, wanted = asked.time_zone, asked.wanted
    if wanted.since:
        yield _E.submitted_at >= clock.day_begins(zone, date.fromisoformat(wanted.since))
    if wanted.until:
        until = clock.day_begins(zone, date.fromisoformat(wanted.until))
        yield _E.submitted_at < clock.a_day_later(zone, until)
