"""Reads of the public list. Each costs the same whatever the length of the list."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Result,
    Select,
    bindparam,
    false,
    func,
    null,
    select,
    tuple_,
    union_all,
)
from werkzeug.exceptions import NotFound

from signon.extensions import db, rows
from signon.kernel import cursors, search
from signon.kernel.shapes import columns_of, filled
from signon.signatories.lines import Former, SignatoryLine
from signon.signatories.models import (
    CAPACITIES,
    FormerEntry,
    ListState,
    PartTally,
    Signatory,
    SignatoryWord,
    Tally,
    UnnamedSignatory,
)
from signon.signatories.shapes import PAGE, Counts, ListFilter, Overview, Page
from signon.site.once import once_per_page

# Tables and not classes: a public page needs rows, and none of the work of an object mapper.
_LINES: Any = Signatory.__table__
_WORDS: Any = SignatoryWord.__table__
_TALLIES: Any = Tally.__table__
_STATES: Any = ListState.__table__
_PARTS: Any = PartTally.__table__
_FORMER: Any = FormerEntry.__table__
_UNNAMED: Any = UnnamedSignatory.__table__

COUNTED_UP_TO = 1000
"""Hits of a search are counted so far and no further: counting a million takes a second."""

PORTION = 2000
"""Rows of a file that are in memory at once."""

_LAST = "\U0010ffff"
_LINE = (*columns_of(SignatoryLine, _LINES), _LINES.c.sort_key)
"""The columns of a line, and where it stands in the order."""

_CHANGED = select(_STATES.c.paper_id, _STATES.c.changed_at).where(
    _STATES.c.paper_id.in_(bindparam("papers", expanding=True))
)


@once_per_page
def overview(paper_id: int) -> Overview:
    """Return the numbers of a paper's lists."""
    return overviews((paper_id,))[paper_id]


def overviews(paper_ids: Collection[int]) -> dict[int, Overview]:
    """Return the numbers of the lists of several papers, by the key of the paper."""
    changed = {row.paper_id: row.changed_at for row in rows(_CHANGED, {"papers": list(paper_ids)})}
    counts = _counts(paper_ids)
    return {
        number: Overview(
            changed.get(number), counts[number, "organisation"], counts[number, "individual"]
        )
        for number in paper_ids
    }


def page(paper_id: int, wanted: ListFilter) -> Page:
    """Return one page of a list without groups."""
    if wanted.sort == "newest":
        return _newest_page(paper_id, wanted)
    lines = _matching(paper_id, wanted)
    if wanted.after:
        _, key, public_id = cursors.read_name(wanted.after)
        lines = lines.where(_beyond(key, public_id))
    found = rows(lines.order_by(*_BY_NAME).limit(PAGE + 1))
    return _page(found, lambda last: cursors.of_name(last.sort_key, last.public_id))


def grouped_page(paper_id: int, wanted: ListFilter, groups: Sequence[tuple[str, int]]) -> Page:
    """Return one page of a list drawn group by group; `groups` are (code, number) in order."""
    start, key, public_id = "", b"", ""
    if wanted.after:
        start, key, public_id = cursors.read_name(wanted.after)
        if start not in dict(groups):
            raise cursors.CursorBroken
    column = _LINES.c.country if wanted.group == "country" else _LINES.c.kind
    parts = []
    for code in _groups_needed(groups, start):
        part = _matching(paper_id, wanted).where(column == code)
        if code == start:
            part = part.where(_beyond(key, public_id))
        parts.append(part.order_by(*_BY_NAME).limit(PAGE + 1))
    found = rows(union_all(*(part.subquery().select() for part in parts)))
    order = {code: place for place, (code, _) in enumerate(groups)}
    name = wanted.group
    found = sorted(found, key=lambda r: (order[getattr(r, name)], r.sort_key, r.public_id))
    return _page(
        found, lambda last: cursors.of_name(last.sort_key, last.public_id, getattr(last, name))
    )


def found(paper_id: int, wanted: ListFilter) -> int:
    """Return the number of lines that match, counted up to `COUNTED_UP_TO` + 1."""
    few = _matching(paper_id, wanted).limit(COUNTED_UP_TO + 1).subquery()
    return int(rows(select(func.count()).select_from(few))[0][0])


def newest(paper_id: int, number: int, capacity: str = "organisation") -> tuple[SignatoryLine, ...]:
    """Return the lines that came last."""
    lines = _matching(paper_id, ListFilter(capacity=capacity)).order_by(*_BY_TIME).limit(number)
    return tuple(filled(SignatoryLine, row) for row in rows(lines))


def line(paper_id: int, public_id: str) -> SignatoryLine | None:
    """Return one line of a paper's lists, if it is public."""
    if "\x00" in public_id:  # PostgreSQL takes no such text, not even to look for it
        return None
    one = select(*_LINE).where(_LINES.c.paper_id == paper_id, _LINES.c.public_id == public_id)
    found = rows(one)
    return filled(SignatoryLine, found[0]) if found else None


def line_or_404(paper_id: int, public_id: str) -> SignatoryLine:
    """Return what `line` returns; raise `NotFound` where there is none."""
    found = line(paper_id, public_id)
    if found is None:
        raise NotFound
    return found


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
    matches = _in_order(_matching(paper_id, wanted, (_LINES.c.csv_line,)), wanted)
    with _streamed(matches) as found:
        for portion in found.scalars().partitions():
            yield "".join(portion)


def lines(paper_id: int, wanted: ListFilter) -> Iterator[SignatoryLine]:
    """Yield every line that matches, in order, holding only a few at a time."""
    with _streamed(_in_order(_matching(paper_id, wanted), wanted)) as found:
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


_BY_NAME = (_LINES.c.sort_key, _LINES.c.public_id)
_BY_TIME = (_LINES.c.endorsed_at.desc(), _LINES.c.public_id.desc())


def _in_order(lines: Select[Any], wanted: ListFilter) -> Select[Any]:
    return lines.order_by(*(_BY_TIME if wanted.sort == "newest" else _BY_NAME))


def _newest_page(paper_id: int, wanted: ListFilter) -> Page:
    lines = _matching(paper_id, wanted)
    if wanted.after:
        moment, public_id = cursors.read_time(wanted.after)
        place = tuple_(_LINES.c.endorsed_at, _LINES.c.public_id)
        lines = lines.where(place < tuple_(moment, public_id))
    found = rows(lines.order_by(*_BY_TIME).limit(PAGE + 1))
    return _page(found, lambda last: cursors.of_time(last.endorsed_at, last.public_id))


def _page(found: Sequence[Any], cursor_of: Any) -> Page:
    shown = found[:PAGE]
    after = cursor_of(shown[-1]) if len(found) > PAGE else ""
    return Page(tuple(filled(SignatoryLine, row) for row in shown), after)


def _beyond(key: bytes, public_id: str) -> Any:
    return tuple_(_LINES.c.sort_key, _LINES.c.public_id) > tuple_(key, public_id)


def _matching(paper_id: int, wanted: ListFilter, columns: tuple[Any, ...] = _LINE) -> Select[Any]:
    lines = select(*columns).where(
        _LINES.c.paper_id == paper_id, _LINES.c.capacity == wanted.capacity
    )
    if wanted.country:
        lines = lines.where(_LINES.c.country == wanted.country)
    if wanted.kind:
        lines = lines.where(_LINES.c.kind == wanted.kind)
    for forms in wanted.words:
        lines = lines.where(_LINES.c.id.in_(_hits(paper_id, wanted.capacity, forms)))
    return lines.where(false()) if wanted.unsearchable else lines


def _hits(paper_id: int, capacity: str, forms: search.Forms) -> Any:
    """Return the query for the ids of the lines that one typed word finds."""
    # One range of the index for each: SQLite reads all words of a list for an OR of them.
    words = select(_WORDS.c.signatory_id).where(_WORDS.c.paper_id == paper_id)
    hits = [words.where(_WORDS.c.word >= form, _WORDS.c.word < form + _LAST) for form in forms]
    codes = search.countries_of(forms)
    if codes:
        there = (_LINES.c.paper_id == paper_id, _LINES.c.capacity == capacity)
        hits.append(select(_LINES.c.id).where(*there, _LINES.c.country.in_(codes)))
    return union_all(*hits) if len(hits) > 1 else hits[0]


def _groups_needed(groups: Sequence[tuple[str, int]], start: str) -> Iterator[str]:
    """Yield the groups that may have lines on a page which begins in group `start`."""
    enough, begun = 0, not start
    for code, number in groups:
        if code == start:
            begun = True
            yield code
        elif begun:
            yield code
            enough += number
            if enough > PAGE:
                return


# Both sorts of tallies in one statement; where the country is None, the kind is an aspect and what
# stands for the late ones is the version.
_PAPER_IDS: Any = bindparam("papers", expanding=True)
_COUNTS = union_all(
    select(
        _TALLIES.c.paper_id,
        _TALLIES.c.capacity,
        _TALLIES.c.country,
        _TALLIES.c.kind,
        _TALLIES.c.number,
        _TALLIES.c.late,
    ).where(_TALLIES.c.paper_id.in_(_PAPER_IDS)),
    select(
        _PARTS.c.paper_id,
        _PARTS.c.capacity,
        null(),
        _PARTS.c.aspect,
        _PARTS.c.number,
        _PARTS.c.version,
    ).where(_PARTS.c.paper_id.in_(_PAPER_IDS), _PARTS.c.aspect.in_(("whole", "part", "reserved"))),
)


def _counts(paper_ids: Collection[int]) -> dict[tuple[int, str], Counts]:
    """Return the numbers of both lists of each paper, by the key of the paper and capacity."""
    lists = {(number, capacity): Counts({}) for number in paper_ids for capacity in CAPACITIES}
    for row in rows(_COUNTS, {"papers": list(paper_ids)}):
        counts = lists[row.paper_id, row.capacity]
        if row.country is not None:
            counts.numbers[row.country, row.kind] = row.number
            counts.late[row.country, row.kind] = row.late
        elif row.kind == "reserved":
            counts.reserved += row.number
        else:
            counts.in_part += row.number if row.kind == "part" else 0
            counts.versions[row.late] = counts.versions.get(row.late, 0) + row.number
    return lists
