"""The letters with which names of a list begin, as far as there are any."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Integer, LargeBinary, bindparam, column, select, values

from signon.extensions import rows
from signon.kernel.prepared import Prepared
from signon.kernel.text import alphabets
from signon.kernel.text.alphabets import Letter
from signon.signatories.listing.matching import matching
from signon.signatories.models import Signatory
from signon.signatories.shapes import COUNTED_UP_TO, ListFilter

_LINES: Any = Signatory.__table__


class _Key(LargeBinary):
    """A sort key that is written out in a statement; as a parameter each costs the driver 20 µs."""

    def literal_processor(self, dialect: Dialect) -> Callable[[bytes], str]:
        is_postgresql = dialect.name == "postgresql"
        return lambda key: f"'\\x{key.hex()}'::bytea" if is_postgresql else f"X'{key.hex()}'"


_BOUNDS = (column("place", Integer), column("low", _Key), column("high", _Key))


def occurring(paper_id: int, wanted: ListFilter) -> list[Letter]:
    """Return the letters that a reader may jump to, in the order of the page.

    One step into the index for each, however long the list is. No index leads to words, nor to a
    country and a kind together: those lines are looked through, and there are no letters beyond
    `COUNTED_UP_TO`; nor are there where the order is not that of names.
    """
    if wanted.unsearchable or wanted.group or wanted.sort != "name":
        return []
    if wanted.words or (wanted.country and wanted.kind):
        return _looked_through(paper_id, wanted)
    within = "country" if wanted.country else "kind" if wanted.kind else ""
    asked = {"paper": paper_id, "capacity": wanted.capacity}
    if within:
        asked["chosen"] = wanted.country or wanted.kind
    there = {row.place for row in rows(_occurring(within), asked)}
    return [one for one, place in _places(wanted.reader) if place in there]


def _looked_through(paper_id: int, wanted: ListFilter) -> list[Letter]:
    few = matching(paper_id, wanted, (_LINES.c.sort_key,)).limit(COUNTED_UP_TO + 1)
    keys = [row.sort_key for row in rows(few)]
    if len(keys) > COUNTED_UP_TO:
        return []
    known = alphabets.letters(wanted.reader)
    return [one for one in known if any(one.span.holds(key) for key in keys)]


@cache
def _places(reader: str) -> list[tuple[Letter, int]]:
    """Return the letters in a reader's order, each with its place among those of the query."""
    in_one_order = alphabets.letters("")
    return [(one, in_one_order.index(one)) for one in alphabets.letters(reader)]


@cache
def _occurring(within: str) -> Prepared:
    """Return the query for the places of such letters, within one country or kind if named."""
    # A table of values and no union: PostgreSQL plans each part of a union, 27 ms for all letters.
    found = alphabets.letters("")
    places = [(at, one.span.low, one.span.high) for at, one in enumerate(found)]
    bounds = values(*_BOUNDS, name="bounds", literal_binds=True).data(places).cte()
    names = select(_LINES.c.id).where(
        _LINES.c.paper_id == bindparam("paper", type_=Integer),
        _LINES.c.capacity == bindparam("capacity"),
        _LINES.c.sort_key >= bounds.c.low,
        _LINES.c.sort_key < bounds.c.high,
    )
    if within:
        names = names.where(_LINES.c[within] == bindparam("chosen"))
    # A value and no EXISTS, which PostgreSQL would turn into a join that reads the whole list.
    first = names.order_by(_LINES.c.sort_key).limit(1).scalar_subquery()
    return Prepared(select(bounds.c.place).where(first.is_not(None)))
