"""Verbs for what reached the hosts another way: written down by others, then said to be right.

A service beside `service`. What others wrote down stands on their word alone (`evidence`), says so
in public (`source`), and is told to its mailbox by whoever calls these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from signon.audit import trail
from signon.endorsements import evidence, policy, publication, resemblance, revising, service
from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.models import SPOKEN_FOR, Endorsement, counted_as
from signon.events import tell
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import Changed
from signon.outbox.addresses import address_key
from signon.papers.queries import PublicPaper
from signon.submissions import workflow
from signon.submissions.events import Confirmed
from signon.submissions.kinds import all_kinds
from signon.submissions.states import LIVE, Action, State
from signon.transaction import command


@dataclass(frozen=True)
class Received:
    """How something reached us: its `source` (of `SPOKEN_FOR`), when it was signed, who says so.

    `actor` is the public id of a lead, or "signatory" for a network's secretary.
    """

    source: str
    at: datetime
    actor: str


@command
def write_down(
    paper: PublicPaper, draft: EndorsementDraft, received: Received, *, beside: bool = False
) -> Endorsement:
    """Write down an endorsement as signed at `received.at`; nobody is mailed, nothing published.

    `beside` says that somebody has seen what stands there already, and wants this beside it.
    Raises `StandsInTheWay` where the same stands there already, and what `require_acceptable` does.
    """
    policy.require_acceptable(paper, draft)
    known = None if beside else _same_of(paper, draft)
    if known is not None:
        raise policy.StandsInTheWay(known.public_id)
    kind, contact = all_kinds()[service.KIND], service.contact_of(draft, paper)
    if contact.updates_wording:  # it was asked for in other words than ours
        contact = replace(contact, updates_wording=received.source)
    values = _values(paper, draft, received)
    row = workflow.enter(kind, values, contact, actor=received.actor, at=received.at)
    if row is None:
        raise policy.StandsInTheWay(_of_mailbox(values, contact.email))
    assert isinstance(row, Endorsement)  # noqa: S101 - for the type checker
    db.session.flush()
    return row


@command
def list_written_down(endorsement: Endorsement, *, lead: str) -> bool:
    """Put on the list what a lead wrote down; False where another lead is to look first.

    That is so while the organisation is disputed, or its name looks like that of another one.
    Raises `StandsInTheWay` when the organisation stands there by another entry.
    """
    row = revising.standing(endorsement)
    publication.require_unlisted(row)
    if publication.is_disputed(row) or resemblance.found(row) is not None:
        return False
    workflow.decide(row, Action.PUBLISH, revision=row.revision, moderator=lead)
    return True


@command
def list_all_written_down(endorsements: Sequence[Endorsement], *, lead: str) -> None:
    """Put on the list of their one paper those organisations that leads wrote down.

    Left to wait are those for which `list_written_down` would refuse or return False, and those
    that have joined after delivery. However many there are, it takes the same few statements.
    """
    rows = [row for row in endorsements if row.state == State.CONFIRMED and not row.is_late]
    if not rows:
        return
    publication.lock_list(rows[0].paper_id)
    alone = publication.alone_of(rows[0].paper_id, rows)
    resembling = resemblance.found_in([row.id for row in alone])
    seen = [(row, row.revision) for row in alone if row.id not in resembling]
    if seen:
        workflow.decide_all(seen, Action.PUBLISH, moderator=lead)


@command
def take_out(endorsements: Sequence[Endorsement], *, lead: str) -> None:
    """Delete what was written down by mistake, as if it had never come.

    All of them or none; raises as `workflow.take_out`.
    """
    workflow.take_out(all_kinds()[service.KIND], endorsements, actor=lead)


@command
def prove(endorsement: Endorsement) -> None:
    """Note that the mailbox of what others wrote down says that it is right; twice is harmless.

    It is weighed as any mailbox, and published if the paper takes that and no lead has decided.
    Raises `TransitionRefused` for what is not confirmed or published, and `Changed` when its
    address was mended since it was read: another mailbox is asked then.
    """
    mailbox = endorsement.address_key
    row = revising.standing(endorsement)
    if row.address_key != mailbox:
        raise Changed
    if row.source not in SPOKEN_FOR or row.proven_at is not None:
        return
    row.proven_at = clock.now()
    if row.evidence not in evidence.VOUCHED:
        evidence.weigh(row)
    db.session.flush()
    trail.record("prove", row.public_id, actor=trail.SIGNATORY)
    kind = all_kinds()[service.KIND]
    undecided = row.state == State.CONFIRMED and row.decided_at is None
    if undecided and not kind.lifecycle.needs_moderation(row):
        workflow.publish(kind, row)
    tell(Confirmed(row, by_mailbox=True))


def _same_of(paper: PublicPaper, draft: EndorsementDraft) -> Endorsement | None:
    """Return what is confirmed of the same name, country and capacity, the public first.

    What nobody has confirmed stands in nobody's way: anybody may have typed it.
    """
    same = select(Endorsement).where(
        Endorsement.paper_id == paper.id,
        Endorsement.counts_as == counted_as(draft.capacity, draft.name),
        Endorsement.country == draft.country,
        Endorsement.state.in_((State.CONFIRMED, State.PUBLISHED)),
    )
    found = db.session.scalars(same.order_by(Endorsement.id)).all()
    return min(found, key=lambda row: row.state != State.PUBLISHED, default=None)


def _of_mailbox(values: Mapping[str, Any], email: str) -> str:
    """Return the public id of what a mailbox has handed in under the same name."""
    live = select(Endorsement.public_id).where(
        Endorsement.paper_id == values["paper_id"],
        Endorsement.counts_as == values["counts_as"],
        Endorsement.address_key == address_key(email),
        Endorsement.state.in_(LIVE),
    )
    return db.session.scalars(live).one()


def _values(paper: PublicPaper, draft: EndorsementDraft, received: Received) -> dict[str, Any]:
    is_late = paper.closes_at is not None and received.at >= paper.closes_at
    said = {"source": received.source, "publish_wording": received.source, "is_late": is_late}
    authority = received.source if draft.capacity == "organisation" else None
    return {**service.values_of(paper, draft), **said, "authority_wording": authority}
