"""What leads read of how entries came and what was repaired; and the entries they may repair."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from signon.adding import pairing
from signon.adding.models import Addition, Correction, Pairing
from signon.adding.network.models import NetworkList, NetworkMember
from signon.endorsements.models import SPOKEN_FOR, Endorsement
from signon.extensions import db
from signon.papers.models import Paper
from signon.papers.queries import PublicPaper, paper_by_id
from signon.submissions.states import State


@dataclass(frozen=True)
class Repaired:
    """One entry, how it came, what was corrected of it, and what it is a pair with."""

    row: Endorsement
    paper: PublicPaper
    addition: Addition | None
    corrections: tuple[Correction, ...]
    pairing: Pairing | None
    network: NetworkList | None
    """By whose list it came."""
    beside: tuple[Endorsement, ...]
    """Other entries of the same organisation under this paper, that wait or are listed."""

    @property
    def is_standing(self) -> bool:
        return self.row.state in (State.CONFIRMED, State.PUBLISHED)

    @property
    def may_ask(self) -> bool:
        """Tell whether its mailbox may be asked whether what leads wrote down is right."""
        return self._is_spoken_for and self.is_standing and self.row.proven_at is None

    @property
    def _is_spoken_for(self) -> bool:
        return self.row.source in SPOKEN_FOR and self.row.contact is not None

    @property
    def may_mend(self) -> bool:
        """Tell whether its address is one that nobody has confirmed."""
        return self.may_ask or (self.row.state == State.SUBMITTED and self.row.contact is not None)


def entry(public_id: str, campaign_ids: Collection[int]) -> Endorsement:
    """Return one endorsement of these campaigns; 404 for any other, known or not."""
    mine = (
        select(Endorsement)
        .join(Paper, Paper.id == Endorsement.paper_id)
        .where(Endorsement.public_id == public_id, Paper.campaign_id.in_(campaign_ids))
    )
    row = None if "\x00" in public_id else db.session.scalar(mine)
    if row is None:
        raise NotFound
    return row


def of_paper(paper_id: int, public_id: str) -> Endorsement | None:
    """Return an entry of a paper that waits or is off its list; None for any other."""
    wanted = select(Endorsement).where(
        Endorsement.paper_id == paper_id,
        Endorsement.public_id == public_id,
        Endorsement.state.in_((State.CONFIRMED, State.REJECTED)),
    )
    return db.session.scalar(wanted)


def repaired(row: Endorsement) -> Repaired:
    """Return an entry with everything that this capability keeps beside it."""
    return Repaired(
        row=row,
        paper=paper_by_id(row.paper_id),
        addition=db.session.scalar(select(Addition).where(Addition.endorsement_id == row.id)),
        corrections=corrections_of(row.id),
        pairing=pairing.latest(row),
        network=list_of(row),
        beside=_beside(row),
    )


def corrections_of(row_id: int) -> tuple[Correction, ...]:
    """Return what leads corrected of an entry, by its key; the newest first."""
    theirs = select(Correction).where(Correction.endorsement_id == row_id)
    return tuple(db.session.scalars(theirs.order_by(Correction.id.desc())))


def list_of(row: Endorsement) -> NetworkList | None:
    """Return the network's list by which an entry came."""
    member = select(NetworkMember).where(NetworkMember.endorsement_id == row.id)
    found = db.session.scalar(member)
    return found.of_list if found is not None else None


def _beside(row: Endorsement) -> tuple[Endorsement, ...]:
    if row.organisation_id is None:
        return ()
    others = select(Endorsement).where(
        Endorsement.paper_id == row.paper_id,
        Endorsement.organisation_id == row.organisation_id,
        Endorsement.capacity == row.capacity,
        Endorsement.state.in_((State.CONFIRMED, State.PUBLISHED)),
        Endorsement.id != row.id,
    )
    return tuple(db.session.scalars(others.order_by(Endorsement.id)))
