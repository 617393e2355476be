"""Which priority of one version is which of another, read from the keys of their blocks."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from signon.extensions import rows
from signon.kernel.prepared import Prepared
from signon.papers.models import PaperBlock, PaperVersion
from signon.papers.queries import PublicPaper

_BLOCKS: Any = PaperBlock.__table__
_BEFORE, _AFTER = _BLOCKS.alias(), _BLOCKS.alias()
_RENUMBERED = Prepared(
    select(_BEFORE.c.priority.label("before"), _AFTER.c.priority.label("after"))
    .join(_AFTER, _AFTER.c.block_key == _BEFORE.c.block_key)
    .where(_BEFORE.c.version_id == bindparam("before"), _BEFORE.c.priority.is_not(None))
    .where(_AFTER.c.version_id == bindparam("after"), _AFTER.c.priority.is_not(None))
    .order_by(_BEFORE.c.priority)
)

_VERSIONS: Any = PaperVersion.__table__
_OLDER = Prepared(
    select(
        _VERSIONS.c.number.label("version"),
        _BEFORE.c.priority.label("before"),
        _AFTER.c.priority.label("after"),
    )
    .join(_BEFORE, _BEFORE.c.version_id == _VERSIONS.c.id)
    .join(_AFTER, _AFTER.c.block_key == _BEFORE.c.block_key)
    .where(_VERSIONS.c.paper_id == bindparam("paper"), _VERSIONS.c.number < bindparam("number"))
    .where(_BEFORE.c.priority.is_not(None), _AFTER.c.priority.is_not(None))
    .where(_AFTER.c.version_id == bindparam("after"))
    .order_by(_VERSIONS.c.number, _BEFORE.c.priority)
)


@dataclass(frozen=True)
class OlderPriority:
    """A priority of the version numbered `version`, and its number now."""

    version: int
    before: int
    after: int


def renumbered(before_id: int, after_id: int) -> dict[int, int]:
    """Return which number each priority of one version has in another; what is gone is left out."""
    found = rows(_RENUMBERED, {"before": before_id, "after": after_id})
    return {row.before: row.after for row in found}


def older_priorities(paper: PublicPaper) -> tuple[OlderPriority, ...]:
    """Return the priorities of every older version that this version of a paper still has."""
    place = {"paper": paper.id, "number": paper.version, "after": paper.version_id}
    found = rows(_OLDER, place)
    return tuple(OlderPriority(row.version, row.before, row.after) for row in found)
