"""Pages of the public list, each at the same cost wherever it lies, in the reader's order.

Names in the script of the page come first, then all others; each of these stretches is a range of
the index of names, so that an Arabic page costs what any other does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select, tuple_, union_all

from signon.extensions import rows
from signon.kernel import cursors
from signon.kernel.prepared import Prepared
from signon.kernel.shapes import filled
from signon.kernel.text.alphabets import Span, rank, spans
from signon.signatories.lines import SignatoryLine
from signon.signatories.listing.matching import BY_NAME, BY_TIME, beyond, matching
from signon.signatories.models import Signatory
from signon.signatories.shapes import COUNTED_BEFORE, COUNTED_UP_TO, EVERY, PAGE, ListFilter, Page

_LINES: Any = Signatory.__table__

Groups = Sequence[tuple[str, int]]
"""Codes of groups with the number of their lines, in the order of their headings."""


@dataclass(frozen=True)
class _Place:
    """The line after which a page begins."""

    group: str
    key: bytes
    public_id: str


def page(paper_id: int, wanted: ListFilter) -> Page:
    """Return one page of a list without groups. Raises `CursorBroken`."""
    if wanted.sort == "newest":
        return _newest_page(paper_id, wanted)
    found = _first_lines(paper_id, wanted) if not wanted.after else _later_lines(paper_id, wanted)
    if len(spans(wanted.reader)) > 1:  # one stretch comes in its order
        found = sorted(found, key=lambda row: _order(wanted, {}, row))
    return _page(found, lambda last: cursors.of_name(last.sort_key, last.public_id))


def _later_lines(paper_id: int, wanted: ListFilter) -> Sequence[Any]:
    parts = list(_stretches(matching(paper_id, wanted), wanted.reader, _place(wanted)))
    return rows(parts[0] if len(parts) == 1 else _together(parts))


def _first_lines(paper_id: int, wanted: ListFilter) -> Sequence[Any]:
    if wanted.words or wanted.unsearchable:
        return _later_lines(paper_id, wanted)
    return rows(_beginning(replace(wanted, at="", every=False)), {"paper": paper_id})


@lru_cache(maxsize=256)
def _beginning(wanted: ListFilter) -> Prepared:
    """Return the query for the first page, which most people open, of any paper."""
    lines = matching(bindparam("paper", type_=Integer), wanted)
    parts = list(_stretches(lines, wanted.reader, None))
    return Prepared(parts[0] if len(parts) == 1 else _together(parts))


def grouped_page(paper_id: int, wanted: ListFilter, groups: Groups) -> Page:
    """Return one page of a list drawn group by group. Raises `CursorBroken`."""
    numbers, place = dict(groups), _place(wanted)
    if place and place.group not in numbers:
        raise cursors.CursorBroken
    start = place.group if place else ""
    parts: list[Select[Any]] = []
    for code in _groups_needed(groups, start):
        lines = matching(paper_id, wanted).where(_group(wanted) == code)
        if numbers[code] <= PAGE:  # read whole, and put into order here: one statement for each
            parts.append(lines.limit(PAGE))
        else:
            parts += _stretches(lines, wanted.reader, place if code == start else None)
    found = _in_order(rows(_together(parts)), wanted, groups)
    if place:
        begin = _order_of(wanted, groups, place)
        found = [row for row in found if _order(wanted, _orders(groups), row) > begin]
    return _page(found, _cursor_in_group(wanted))


def every(paper_id: int, wanted: ListFilter, groups: Groups, most: int = EVERY) -> Page:
    """Return all lines that match as one page, at most so many of them."""
    lines = matching(paper_id, wanted)
    if wanted.sort == "newest":
        found = rows(lines.order_by(*BY_TIME).limit(most))
    else:
        found = _in_order(rows(lines.order_by(*BY_NAME).limit(most)), wanted, groups)
    return Page(tuple(filled(SignatoryLine, row) for row in found), "")


def found(paper_id: int, wanted: ListFilter) -> int:
    """Return the number of lines that match, counted up to `COUNTED_UP_TO` + 1."""
    few = matching(paper_id, wanted).limit(COUNTED_UP_TO + 1).subquery()
    return int(rows(select(func.count()).select_from(few))[0][0])


def before(paper_id: int, wanted: ListFilter, groups: Groups) -> int | None:
    """Return how many lines stand before a page that begins at `wanted.after`.

    They are counted in the index. None where that would take too long: beyond `COUNTED_BEFORE`,
    and for hits of a search in groups or beyond `COUNTED_UP_TO`. Raises `CursorBroken`.
    """
    if wanted.words and groups:
        return None
    most = COUNTED_UP_TO if wanted.words else COUNTED_BEFORE
    lines = matching(paper_id, wanted, (_LINES.c.public_id,)).limit(most + 1)
    if wanted.sort == "newest":
        moment, public_id = cursors.read_time(wanted.after)
        place = tuple_(_LINES.c.endorsed_at, _LINES.c.public_id)
        number, earlier = _counted([lines.where(place >= tuple_(moment, public_id))]), 0
    else:
        number, earlier = _before_name(lines, wanted, groups), _in_earlier_groups(wanted, groups)
    return None if number > most else earlier + number


def _before_name(lines: Select[Any], wanted: ListFilter, groups: Groups) -> int:
    group, key, public_id = cursors.read_name(wanted.after)
    if groups:
        lines = lines.where(_group(wanted) == group)
    parts = []
    for span in spans(wanted.reader):
        if span.holds(key):
            here = tuple_(*BY_NAME) <= tuple_(key, public_id)
            parts.append(lines.where(_LINES.c.sort_key >= span.low, here))
            break
        parts.append(_within(lines, span))
    return _counted(parts)


def _in_earlier_groups(wanted: ListFilter, groups: Groups) -> int:
    group, _, _ = cursors.read_name(wanted.after)
    codes = [code for code, _ in groups]
    earlier = codes.index(group) if group in codes else 0
    return sum(number for _, number in groups[:earlier])


def _counted(parts: Sequence[Select[Any]]) -> int:
    numbers = [select(func.count()).select_from(one.subquery()) for one in parts]
    return sum(row[0] for row in rows(numbers[0] if len(numbers) == 1 else union_all(*numbers)))


def _stretches(lines: Select[Any], reader: str, place: _Place | None) -> Iterator[Select[Any]]:
    """Yield the queries for the first lines behind a place, each of one stretch of the order."""
    begun = place is None
    for span in spans(reader):
        part = _within(lines, span)
        if not begun and place is not None:
            if not span.holds(place.key):
                continue
            begun, part = True, part.where(beyond(place.key, place.public_id))
        yield part.order_by(*BY_NAME).limit(PAGE + 1)


def _within(lines: Select[Any], span: Span) -> Select[Any]:
    if span.low:
        lines = lines.where(_LINES.c.sort_key >= span.low)
    return lines if span.high is None else lines.where(_LINES.c.sort_key < span.high)


def _together(parts: Sequence[Select[Any]]) -> Any:
    return union_all(*(part.subquery().select() for part in parts))


def _newest_page(paper_id: int, wanted: ListFilter) -> Page:
    lines = matching(paper_id, wanted)
    if wanted.after:
        moment, public_id = cursors.read_time(wanted.after)
        place = tuple_(_LINES.c.endorsed_at, _LINES.c.public_id)
        lines = lines.where(place < tuple_(moment, public_id))
    found = rows(lines.order_by(*BY_TIME).limit(PAGE + 1))
    return _page(found, lambda last: cursors.of_time(last.endorsed_at, last.public_id))


def _page(found: Sequence[Any], cursor_of: Any) -> Page:
    shown = found[:PAGE]
    after = cursor_of(shown[-1]) if len(found) > PAGE else ""
    return Page(tuple(filled(SignatoryLine, row) for row in shown), after)


def _place(wanted: ListFilter) -> _Place | None:
    if not wanted.after:
        return None
    group, key, public_id = cursors.read_name(wanted.after)
    return _Place(group, key, public_id)


def _group(wanted: ListFilter) -> Any:
    return _LINES.c.country if wanted.group == "country" else _LINES.c.kind


def _orders(groups: Groups) -> dict[str, int]:
    return {code: at for at, (code, _) in enumerate(groups)}


def _in_order(found: Sequence[Any], wanted: ListFilter, groups: Groups) -> list[Any]:
    orders = _orders(groups)
    return sorted(found, key=lambda row: _order(wanted, orders, row))


def _order(wanted: ListFilter, orders: dict[str, int], row: Any) -> tuple[int, int, bytes, str]:
    group = orders.get(getattr(row, wanted.group), 0) if orders else 0
    return group, rank(wanted.reader, row.sort_key), row.sort_key, row.public_id


def _order_of(wanted: ListFilter, groups: Groups, place: _Place) -> tuple[int, int, bytes, str]:
    return _orders(groups)[place.group], rank(wanted.reader, place.key), place.key, place.public_id


def _cursor_in_group(wanted: ListFilter) -> Any:
    return lambda last: cursors.of_name(last.sort_key, last.public_id, getattr(last, wanted.group))


def _groups_needed(groups: Groups, start: str) -> Iterator[str]:
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
