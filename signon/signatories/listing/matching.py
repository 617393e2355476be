"""Which lines of a list are meant, and in which orders they stand."""

from typing import Any

from sqlalchemy import Select, false, select, tuple_, union_all

from signon.kernel.shapes import columns_of
from signon.kernel.text import search
from signon.signatories.lines import SignatoryLine
from signon.signatories.models import Signatory, SignatoryWord
from signon.signatories.shapes import ListFilter

# Tables and not classes: a public page needs rows, and none of the work of an object mapper.
_LINES: Any = Signatory.__table__
_WORDS: Any = SignatoryWord.__table__

_LAST = "\U0010ffff"

LINE = (*columns_of(SignatoryLine, _LINES), _LINES.c.sort_key)
"""The columns of a line, and where it stands in the order."""

BY_NAME = (_LINES.c.sort_key, _LINES.c.public_id)
BY_TIME = (_LINES.c.endorsed_at.desc(), _LINES.c.public_id.desc())


def matching(paper_id: Any, wanted: ListFilter, columns: tuple[Any, ...] = LINE) -> Select[Any]:
    """Return the query for the lines that somebody asks for, in no order.

    `paper_id` is the key of a paper, or a place for one where nobody asks for words.
    """
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


def beyond(key: bytes, public_id: str) -> Any:
    """Return the condition that a line stands behind this place in the order of names."""
    return tuple_(*BY_NAME) > tuple_(key, public_id)


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
