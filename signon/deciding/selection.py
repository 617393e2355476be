"""Which endorsements a decision about many is about: those that were ticked, or all of a filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from signon.deciding.policy import FROM
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.shapes import filled
from signon.review.table.listing import Asked, matching

MOST_TICKED = 2000
"""Entries that may be ticked one by one; a filter has no such limit."""


@dataclass(frozen=True)
class Chosen:
    """One endorsement as it is now."""

    id: int
    public_id: str
    name: str
    state: str
    revision: int


@dataclass(frozen=True)
class Selection:
    """What may be decided of all that was chosen, and how many of it are in no state for that."""

    chosen: tuple[Chosen, ...]
    left_out: int


def of_ids(paper_id: int, public_ids: Sequence[str], action: str) -> Selection:
    """Return the endorsements of a paper with these public ids that `action` fits."""
    wanted = [one for one in public_ids[:MOST_TICKED] if "\x00" not in one]
    return _fitting(_of_paper(paper_id).where(Endorsement.public_id.in_(wanted)), action)


def of_filter(asked: Asked, action: str) -> Selection:
    """Return all endorsements of a lead's filter that `action` fits."""
    return _fitting(matching(_of_paper(asked.paper_id), asked), action)


def _of_paper(paper_id: int) -> Select[Any]:
    return select(Endorsement).where(Endorsement.paper_id == paper_id)


def _fitting(wanted: Select[Any], action: str) -> Selection:
    columns = (
        Endorsement.id,
        Endorsement.public_id,
        Endorsement.name,
        Endorsement.state,
        Endorsement.revision,
    )
    rows = db.session.execute(wanted.with_only_columns(*columns).order_by(Endorsement.id)).all()
    fitting = tuple(filled(Chosen, row) for row in rows if row.state in FROM[action])
    return Selection(fitting, len(rows) - len(fitting))
