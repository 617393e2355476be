"""Reads of the public list. Each costs the same whatever the length of the list.

Its pages are read in `paging`.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import (
    Result,
    Select,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from werkzeug.exceptions import NotFound

from signon.extensions import db, rows
from signon.kernel.prepared import Prepared, keyed, places
from signon.kernel.shapes import columns_of, filled
from signon.papers.models import Paper
from signon.signatories.fields import record_of
from signon.signatories.lines import Former, SignatoryLine
from signon.signatories.listing.matching import BY_NAME, BY_TIME, LINE, matching
from signon.signatories.models import (
    BY_HOSTS,
    CAPACITIES,
    FormerEntry,
    ListState,
    PartTally,
    Signatory,
    Tally,
    UnnamedSignatory,
)
from signon.signatories.shapes import Counts, ListFilter, Overview
from signon.site.settled import once_per_page

# Tables and not classes: a public page needs rows, and none of the work of an object mapper.
_LINES: Any = Signatory.__table__
_TALLIES: Any = Tally.__table__
_STATES: Any = ListState.__table__
_PARTS: Any = PartTally.__table__
_FORMER: Any = FormerEntry.__table__
_UNNAMED: Any = UnnamedSignatory.__table__

PORTION = 2000
"""Rows of a file that are in memory at once."""

_WHAT_IS_COUNTED = [literal(aspect) for aspect in ("whole", "part", "reserved")]

_NEWEST = Prepared(
    select(*LINE)
    .where(_LINES.c.paper_id == bindparam("paper"), _LINES.c.capacity == bindparam("capacity"))
    .order_by(*BY_TIME)
    .limit(bindparam("number"))
)


@once_per_page
def overview(paper_id: int) -> Overview:
    """Return the numbers of a paper's lists."""
    return overviews((paper_id,))[paper_id]


def overviews(paper_ids: Collection[int]) -> dict[int, Overview]:
    """Return the numbers of the lists of several papers, by the key of the paper."""
    counts, states = _counts(paper_ids)
    return {
        number: Overview(
            states[number].changed_at if number in states else None,
            counts[number, "organisation"],
            counts[number, "individual"],
            states[number].number if number in states else 0,
        )
        for number in paper_ids
    }


def newest(paper_id: int, number: int, capacity: str = "organisation") -> tuple[SignatoryLine, ...]:
    """Return the lines that came last."""
    asked = {"paper": paper_id, "capacity": capacity, "number": number}
    return tuple(filled(SignatoryLine, row) for row in rows(_NEWEST, asked))


def line(paper_id: int, public_id: str) -> SignatoryLine | None:
    """Return one line of a paper's lists, if it is public."""
    if "\x00" in public_id:  # PostgreSQL takes no such text, not even to look for it
        return None
    one = select(*LINE).where(_LINES.c.paper_id == paper_id, _LINES.c.public_id == public_id)
    found = rows(one)
    return filled(SignatoryLine, found[0]) if found else None


def line_or_404(paper_id: int, public_id: str) -> SignatoryLine:
    """Return what `line` returns; raise `NotFound` where there is none."""
    found = line(paper_id, public_id)
    if found is None:
        raise NotFound
    return found


def records_of(public_ids: Collection[str]) -> dict[str, tuple[int, dict[str, Any]]]:
    """Return the public values of those lines that are public, with the key of their paper."""
    asked = select(*LINE, _LINES.c.paper_id, Paper.time_zone)
    asked = asked.join(Paper, Paper.id == _LINES.c.paper_id)
    return {
        row.public_id: (row.paper_id, dict(record_of(row, row.time_zone)))
        for row in rows(asked.where(_LINES.c.public_id.in_(public_ids)))
    }


def former(paper_id: int, public_id: str) -> Former | None:
    """Return what is remembered of a line that was taken back."""
    if "\x00" in public_id:
        return None
    one = select(*columns_of(Former, _FORMER))
    found = rows(one.where(_FORMER.c.paper_id == paper_id, _FORMER.c.public_id == public_id))
    return filled(Former, found[0]) if found else None


def is_counted_unnamed(paper_id: int, public_id: str) -> bool:
    """Tell whether somebody is counted on a paper's list without standing there."""
    one = select(_UNNAMED.c.public_id)
    found = one.where(_UNNAMED.c.paper_id == paper_id, _UNNAMED.c.public_id == public_id)
    return bool(rows(found))


def csv_lines(paper_id: int, wanted: ListFilter) -> Iterator[str]:
    """Yield the ready-made CSV lines of every match, in order, a few thousand at a time."""
    matches = _in_order(matching(paper_id, wanted, (_LINES.c.csv_line,)), wanted)
    with _streamed(matches) as found:
        for portion in found.scalars().partitions():
            yield "".join(portion)


def lines(paper_id: int, wanted: ListFilter) -> Iterator[SignatoryLine]:
    """Yield every line that matches, in order, holding only a few at a time."""
    with _streamed(_in_order(matching(paper_id, wanted), wanted)) as found:
        every: Iterator[Any] = iter(found)
        for row in every:
            yield filled(SignatoryLine, row)


@contextmanager
def _streamed(lines: Select[Any]) -> Iterator[Result[Any]]:
    """Lend rows of one moment as they come, on a connection that lives as long as it takes."""
    # The result is closed too, for when the reader leaves in the middle of the file.
    with (
        db.engine.connect() as connection,
        connection.execution_options(yield_per=PORTION).execute(lines) as found,
    ):
        yield found


def _in_order(lines: Select[Any], wanted: ListFilter) -> Select[Any]:
    return lines.order_by(*(BY_TIME if wanted.sort == "newest" else BY_NAME))


@cache
def _all_counts(size: int) -> Prepared:
    """Return the query for both sorts of tallies, lines written down or brought in, and states.

    Where the country is None, the kind is an aspect and what stands for the late ones is the
    version. The state of the lists has no capacity, and its revision for a number.
    """
    papers = places(size)
    names = ("paper_id", "capacity", "country", "kind", "number", "late")
    never = cast(null(), _STATES.c.changed_at.type).label("changed_at")
    whole = select(*(_TALLIES.c[name] for name in names), never)
    others = (_PARTS.c.paper_id, _PARTS.c.capacity, null(), _PARTS.c.aspect, _PARTS.c.number)
    parts = select(*others, _PARTS.c.version, never).where(_PARTS.c.aspect.in_(_WHAT_IS_COUNTED))
    of_hosts = (null(), _LINES.c.source, func.count(), literal(0), never)
    hosts = select(_LINES.c.paper_id, _LINES.c.capacity, *of_hosts).where(BY_HOSTS)
    revision = (null(), null(), null(), _STATES.c.revision, literal(0), _STATES.c.changed_at)
    states = select(_STATES.c.paper_id, *revision)
    return Prepared(
        union_all(
            whole.where(_TALLIES.c.paper_id.in_(papers)),
            parts.where(_PARTS.c.paper_id.in_(papers)),
            hosts.where(_LINES.c.paper_id.in_(papers)).group_by(
                _LINES.c.paper_id, _LINES.c.capacity, _LINES.c.source
            ),
            states.where(_STATES.c.paper_id.in_(papers)),
        )
    )


def _counts(
    paper_ids: Collection[int],
) -> tuple[dict[tuple[int, str], Counts], dict[int, Any]]:
    """Return the numbers of both lists of each paper, by its key and capacity, and their states."""
    lists = {(number, capacity): Counts({}) for number in paper_ids for capacity in CAPACITIES}
    states: dict[int, Any] = {}
    for row in rows(*keyed(_all_counts, paper_ids)):
        if row.capacity is None:
            states[row.paper_id] = row
            continue
        counts = lists[row.paper_id, row.capacity]
        if row.country is not None:
            counts.numbers[row.country, row.kind] = row.number
            counts.late[row.country, row.kind] = row.late
        elif row.kind == "reserved":
            counts.reserved += row.number
        elif row.kind == "hosts":
            counts.by_hosts = row.number
        elif row.kind == "import":
            counts.brought = row.number
        else:
            counts.in_part += row.number if row.kind == "part" else 0
            counts.versions[row.late] = counts.versions.get(row.late, 0) + row.number
    return lists, states
