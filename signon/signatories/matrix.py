"""Priorities by organisations: how many endorse each, and who does so in part.

The numbers are read from what the list keeps beside it, and only those who endorse in part are
listed, a page at a time: a million endorsements of the whole paper cost as much as a hundred.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_

from signon.extensions import db, rows
from signon.kernel import cursors
from signon.kernel.prepared import Prepared
from signon.kernel.shapes import columns_of, filled
from signon.papers import queries as papers
from signon.papers.queries import PublicPaper
from signon.papers.texts import blockqueries
from signon.papers.texts.priorities import Priority, numbers
from signon.signatories.models import IN_PART, PartTally, Signatory
from signon.signatories.shapes import PAGE
from signon.signatories.tallies import PART, RESERVED, WHOLE

_LINES: Any = Signatory.__table__
_PARTS: Any = PartTally.__table__
PORTION = 2000
"""Rows of a file that are in memory at once."""


@dataclass(frozen=True)
class PriorityRow:
    """One priority: how many organisations endorse it, and how many have left it out.

    `older` more endorse it, by whatever number, under an older version.
    """

    priority: Priority
    endorsing: int
    in_part: int
    without: int
    older: int


@dataclass(frozen=True)
class Matrix:
    """The numbers of one version; `older` and `older_in_part` stand under earlier ones."""

    rows: tuple[PriorityRow, ...]
    whole: int
    in_part: int
    reserved: int
    older: int
    older_in_part: int

    @property
    def total(self) -> int:
        return self.whole + self.in_part


@dataclass(frozen=True)
class PartLine:
    """One organisation that endorses in part."""

    public_id: str
    name: str
    acronym: str
    country: str
    written_in: str
    priorities: str
    reservation: str
    sort_key: bytes

    @property
    def chosen(self) -> frozenset[int]:
        return frozenset(numbers(self.priorities))


@dataclass(frozen=True)
class PartPage:
    """Some lines in order, and where to go on; `after` is empty on the last page."""

    lines: tuple[PartLine, ...]
    after: str


_COUNTS = Prepared(
    select(_PARTS.c.version, _PARTS.c.aspect, _PARTS.c.number).where(
        _PARTS.c.paper_id == bindparam("paper"), _PARTS.c.capacity == "organisation"
    )
)
_BY_NAME = (_LINES.c.sort_key, _LINES.c.public_id)
_IN_PART = (
    select(*columns_of(PartLine, _LINES))
    .where(_LINES.c.capacity == "organisation", IN_PART)
    .where(_LINES.c.paper_id == bindparam("paper"), _LINES.c.version == bindparam("version"))
    .order_by(*_BY_NAME)
)
_FIRST = Prepared(_IN_PART.limit(PAGE + 1))


def matrix(paper: PublicPaper, language: str) -> Matrix:
    """Return how many organisations endorse each priority of this version of a paper."""
    found = {(row.version, row.aspect): row.number for row in rows(_COUNTS, {"paper": paper.id})}
    under_older = _under_older(paper, found)

    def of(aspect: str) -> int:
        return int(found.get((paper.version, aspect), 0))

    def before(aspect: str) -> int:
        older = (place for place in found if place[0] < paper.version and place[1] == aspect)
        return sum(found[place] for place in older)

    whole, in_part = of(WHOLE), of(PART)
    lines = []
    for priority in papers.priorities(paper, language):
        chosen = of(str(priority.number))
        older = under_older[priority.number]
        lines.append(PriorityRow(priority, whole + chosen, chosen, in_part - chosen, older))
    older_in_part = before(PART)
    in_older = before(WHOLE) + older_in_part
    return Matrix(tuple(lines), whole, in_part, of(RESERVED), in_older, older_in_part)


def _under_older(paper: PublicPaper, counts: Mapping[tuple[int, str], int]) -> Counter[int]:
    """Return how many endorse each priority of this version under an older one, by its key."""
    found: Counter[int] = Counter()
    if any(version < paper.version and number for (version, _), number in counts.items()):
        for old in blockqueries.older_priorities(paper):
            for aspect in (WHOLE, str(old.before)):
                found[old.after] += counts.get((old.version, aspect), 0)
    return found


def page(paper: PublicPaper, after: str) -> PartPage:
    """Return one page of the organisations that endorse in part. Raises `CursorBroken`."""
    wanted: Prepared | Select[Any] = _FIRST
    if after:
        _, key, public_id = cursors.read_name(after)
        wanted = _IN_PART.where(tuple_(*_BY_NAME) > tuple_(key, public_id)).limit(PAGE + 1)
    found = rows(wanted, _asked(paper))
    lines = tuple(filled(PartLine, row) for row in found[:PAGE])
    more = len(found) > PAGE
    return PartPage(lines, cursors.of_name(lines[-1].sort_key, lines[-1].public_id) if more else "")


def every(paper: PublicPaper) -> Iterator[PartLine]:
    """Yield every organisation that endorses in part, in order, a few at a time in memory."""
    with (
        db.engine.connect() as connection,
        connection.execution_options(yield_per=PORTION).execute(_IN_PART, _asked(paper)) as found,
    ):
        lines: Iterator[Any] = iter(found)
        for row in lines:
            yield filled(PartLine, row)


def _asked(paper: PublicPaper) -> dict[str, Any]:
    return {"paper": paper.id, "version": paper.version}
