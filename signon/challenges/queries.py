"""What leads read about challenges: both sides with their contacts and evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from werkzeug.exceptions import NotFound

from signon.challenges.models import Challenge
from signon.endorsements import evidence, standing
from signon.endorsements.models import Endorsement
from signon.endorsements.standing import Established
from signon.extensions import db, rows
from signon.kernel.errors import Changed
from signon.kernel.prepared import Prepared
from signon.papers.models import Paper
from signon.submissions.models import Contact
from signon.submissions.states import State

MOST_DECIDED = 50
OPEN = (Challenge.state == State.CONFIRMED, Challenge.outcome.is_(None))


@dataclass(frozen=True)
class Side:
    """Who stands behind a signature or a challenge; None where they have been erased."""

    name: str | None
    role: str | None
    email: str | None
    evidence: str


@dataclass(frozen=True)
class Claim:
    """One challenge as a lead sees it."""

    side: Side
    explanation: str
    effect: str
    confirmed_at: datetime
    outcome: str | None
    decided_at: datetime | None
    note: str | None


@dataclass(frozen=True)
class Dispute:
    """One disputed entry with everything that is said against it and for it."""

    public_id: str
    name: str
    state: str
    revision: int
    is_disputed: bool
    confirmed_at: datetime | None
    website: str
    is_of_organisation: bool
    domains: tuple[str, ...]
    """Those that somebody else has established for the organisation; see `standing`."""
    signatory: Side
    claims: tuple[Claim, ...]
    answer: str

    @property
    def may_reopen(self) -> bool:
        """Tell whether a lead has decided, and the entry has not left by itself since."""
        is_there = self.state in (State.CONFIRMED, State.PUBLISHED, State.REJECTED)
        return is_there and any(claim.outcome in ("goes", "stays") for claim in self.claims)


def number_open(paper_id: int) -> int:
    """Return how many challenges of a paper wait for a lead."""
    number: int = rows(_NUMBER_OPEN, {"paper": paper_id})[0].number
    return number


def disputes(paper_id: int) -> list[Dispute]:
    """Return the entries of a paper with open challenges, the longest waiting first."""
    wanted = select(Challenge).where(Challenge.paper_id == paper_id, *OPEN)
    return _gather(wanted.order_by(Challenge.confirmed_at, Challenge.id))


def decided(paper_id: int) -> list[Dispute]:
    """Return the entries with challenges that are over, the latest decision first."""
    wanted = select(Challenge).where(
        Challenge.paper_id == paper_id,
        Challenge.state == State.CONFIRMED,
        Challenge.outcome.is_not(None),
    )
    return _gather(wanted.order_by(Challenge.decided_at.desc(), Challenge.id).limit(MOST_DECIDED))


def disputed(public_id: str, campaign_ids: set[int]) -> Endorsement:
    """Return an entry of these campaigns that was ever challenged; 404 for any other."""
    mine = (
        select(Endorsement)
        .join(Paper, Paper.id == Endorsement.paper_id)
        .where(
            Endorsement.public_id == public_id,
            Paper.campaign_id.in_(campaign_ids),
            Endorsement.id.in_(select(Challenge.endorsement_id)),
        )
    )
    row = None if "\x00" in public_id else db.session.scalar(mine)
    if row is None:
        raise NotFound
    return row


def open_challenge(entry: Endorsement) -> Challenge:
    """Return the challenge of an entry that has waited longest; raise `Changed` if none waits."""
    wanted = select(Challenge).where(Challenge.endorsement_id == entry.id, *OPEN)
    oldest = wanted.order_by(Challenge.confirmed_at, Challenge.id).limit(1)
    challenge = db.session.scalar(oldest)
    if challenge is None:
        raise Changed
    return challenge


def _gather(wanted: Select[Any]) -> list[Dispute]:
    grouped: dict[int, list[Challenge]] = {}
    for challenge in db.session.scalars(wanted):
        grouped.setdefault(challenge.endorsement_id, []).append(challenge)
    entries = select(Endorsement).where(Endorsement.id.in_(grouped))
    rows = {row.id: row for row in db.session.scalars(entries)}
    of_record = standing.established_domains({row.organisation_id or 0 for row in rows.values()})
    return [
        _dispute(rows[number], challenges, of_record.get(rows[number].organisation_id or 0, []))
        for number, challenges in grouped.items()
    ]


def _dispute(
    row: Endorsement, challenges: Sequence[Challenge], domains: Sequence[Established]
) -> Dispute:
    return Dispute(
        public_id=row.public_id,
        name=row.name,
        state=row.state,
        revision=row.revision,
        is_disputed=row.contested_at is not None,
        confirmed_at=row.confirmed_at,
        website=row.website,
        is_of_organisation=row.organisation_id is not None,
        domains=tuple(one.domain for one in domains),
        signatory=_side(row.contact, _ground(row, domains)),
        claims=tuple(_claim(challenge) for challenge in challenges),
        answer=next((one.answer for one in challenges if one.answer), ""),
    )


def _ground(row: Endorsement, domains: Sequence[Established]) -> str:
    """Return what an entry stands on, as `evidence.ground_of` does, without asking for each."""
    if row.contact is None or row.evidence not in ("mailbox", "domain"):
        return row.evidence
    is_own = standing.is_among(evidence.mail_domain(row.contact.email), domains)
    return "established" if is_own else row.evidence


def _claim(challenge: Challenge) -> Claim:
    return Claim(
        side=_side(challenge.contact, challenge.evidence),
        explanation=challenge.explanation,
        effect=challenge.effect,
        confirmed_at=challenge.confirmed_at or challenge.submitted_at,
        outcome=challenge.outcome,
        decided_at=challenge.decided_at,
        note=challenge.decision_note,
    )


def _side(contact: Contact | None, ground: str) -> Side:
    if contact is None:
        return Side(None, None, None, ground)
    return Side(contact.name, contact.role, contact.email, ground)


_NUMBER_OPEN = Prepared(
    select(func.count().label("number")).where(Challenge.paper_id == bindparam("paper"), *OPEN)
)
