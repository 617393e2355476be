"""The letters with which names of a list begin, as far as there are any."""

from functools import cache
from typing import Any

from sqlalchemy import Integer, LargeBinary, bindparam, literal, select, union_all

from signon.extensions import rows
from signon.kernel.prepared import Prepared
from signon.kernel.text import alphabets
from signon.kernel.text.alphabets import Letter
from signon.signatories.models import Signatory
from signon.signatories.shapes import ListFilter

_LINES: Any = Signatory.__table__


def occurring(paper_id: int, wanted: ListFilter) -> list[Letter]:
    """Return the letters that a reader may jump to, in the order of the page.

    None for words, for a country and a kind together, and where the order is not that of names:
    no index leads to those. One step into the index for each letter, however long the list is.
    """
    both = wanted.country and wanted.kind
    if wanted.words or wanted.unsearchable or wanted.group or wanted.sort != "name" or both:
        return []
    column = "country" if wanted.country else "kind" if wanted.kind else ""
    values = {"paper": paper_id, "capacity": wanted.capacity}
    if column:
        values["chosen"] = wanted.country or wanted.kind
    there = {row.place for row in rows(_occurring(column), values)}
    in_one_order = alphabets.letters("")
    return [one for one in alphabets.letters(wanted.reader) if in_one_order.index(one) in there]


@cache
def _occurring(column: str) -> Prepared:
    """Return the query for the places of such letters, within one country or kind if named."""
    bounds = union_all(*(_bounds(at, one) for at, one in enumerate(alphabets.letters("")))).cte()
    names = select(_LINES.c.id).where(
        _LINES.c.paper_id == bindparam("paper", type_=Integer),
        _LINES.c.capacity == bindparam("capacity"),
        _LINES.c.sort_key >= bounds.c.low,
        _LINES.c.sort_key < bounds.c.high,
    )
    if column:
        names = names.where(_LINES.c[column] == bindparam("chosen"))
    # A value and no EXISTS, which PostgreSQL would turn into a join that reads the whole list.
    first = names.order_by(_LINES.c.sort_key).limit(1).scalar_subquery()
    return Prepared(select(bounds.c.place).where(first.is_not(None)))


def _bounds(at: int, letter: Letter) -> Any:
    low, high = letter.span.low, letter.span.high
    return select(
        literal(at, Integer).label("place"),
        literal(low, LargeBinary).label("low"),
        literal(high, LargeBinary).label("high"),
    )
