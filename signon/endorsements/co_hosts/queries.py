"""What came by the links of a co-host, counted."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from signon.endorsements.models import Endorsement
from signon.extensions import rows
from signon.submissions.states import State

_WAITING = (State.SUBMITTED, State.CONFIRMED)


@dataclass(frozen=True)
class Tally:
    """How many entries are on the list, and how many wait for a mailbox or a decision."""

    published: int = 0
    waiting: int = 0


def tallies_of(co_host_id: int) -> dict[int, Tally]:
    """Return what came by the links of a co-host, by the key of the paper."""
    counted = {
        "published": func.sum(case((Endorsement.state == State.PUBLISHED, 1), else_=0)),
        "waiting": func.sum(case((Endorsement.state.in_(_WAITING), 1), else_=0)),
    }
    found = rows(
        select(Endorsement.paper_id, *(column.label(name) for name, column in counted.items()))
        .where(Endorsement.co_host_id == co_host_id)
        .group_by(Endorsement.paper_id)
    )
    return {row.paper_id: Tally(int(row.published), int(row.waiting)) for row in found}
