"""Commands of this capability. Routes and the command line call these, and nothing deeper."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from signon.audit import trail
from signon.campaigns import queries as campaigns
from signon.endorsements import evidence, policy, publication, revising
from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.events import Corrected, Decided
from signon.endorsements.form import wordings
from signon.endorsements.models import Endorsement, counted_as, found_by
from signon.events import tell
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import Changed
from signon.papers import policy as papers
from signon.papers.models import PaperVersion
from signon.papers.queries import PublicPaper, TextHead, paper_by_id
from signon.papers.texts import blockqueries
from signon.signatories import fields
from signon.submissions import workflow
from signon.submissions.drafts import ContactDraft, Share
from signon.submissions.kinds import Occasion, all_kinds
from signon.submissions.links import CONFIRMATION_AGE
from signon.submissions.receiving import intake
from signon.submissions.states import Action, State, TransitionRefused
from signon.transaction import command

KIND = "endorsement"


def endorse(paper: PublicPaper, draft: EndorsementDraft) -> None:
    """Take in an endorsement and ask its address to confirm. Always answers alike.

    Raises what forbids it for anybody: the paper is closed, the capacity is not accepted, nobody
    claims the mandate, no place can be kept until that day. Whether this address has signed before
    is told by e-mail alone.
    """
    now = clock.now()
    papers.require_signable(paper, now)
    policy.require_acceptable(paper, draft)
    late = papers.takes_latecomers(paper, now)
    decides_on = policy.place_kept_until(paper, draft.decides_on, now)
    values = {**values_of(paper, draft), "is_late": late, "decides_on": decides_on}
    co_host = campaigns.co_host_by_code(paper.campaign_id, draft.via)
    values["co_host_id"] = co_host.id if co_host else None
    contact = contact_of(draft, paper)
    occasion = occasion_of(paper, _text(paper, draft).title, late=late)
    intake.submit(all_kinds()[KIND], values, contact, occasion)


@command
def enter(paper: PublicPaper, draft: EndorsementDraft, *, actor: str, at: datetime) -> None:
    """Write down an endorsement that came another way, as confirmed at `at`. Nobody is mailed."""
    policy.require_acceptable(paper, draft)
    contact = contact_of(draft, paper)
    workflow.enter(all_kinds()[KIND], values_of(paper, draft), contact, actor=actor, at=at)


def occasion_of(paper: PublicPaper, title: str, *, late: bool) -> Occasion:
    """Return what an endorsement is handed in for, as its e-mails say it."""
    until = None if late else papers.confirmable_until(paper)
    return Occasion(
        paper.public_id,
        title,
        paper.campaign_host,
        until,
        paper.time_zone,
        paper.reply_to,
    )


def confirmable_by(paper: PublicPaper) -> datetime | None:
    """Return until when can be confirmed what is handed in now, None for as long as its link works.

    It is what `occasion_of` makes the e-mails say, for the page that promises them.
    """
    now = clock.now()
    if papers.takes_latecomers(paper, now):
        return None
    last = papers.confirmable_until(paper)
    return last if last is not None and last < now + CONFIRMATION_AGE else None


@command
def decide(
    endorsement: Endorsement, action: Action, *, revision: int, moderator: str, note: str = ""
) -> State:
    """Carry out a lead's decision about one as `decide_all`; return the state before."""
    return decide_all([(endorsement, revision)], action, moderator=moderator, note=note)[0]


@command
def decide_all(
    seen: Sequence[tuple[Endorsement, int]], action: Action, *, moderator: str, note: str = ""
) -> Sequence[State]:
    """Carry out a lead's decision as `workflow.decide_all`; publishing says that they have checked.

    Returns the states before; raises as that, and `Disputed`, and then does nothing.
    """
    rows = [row for row, _ in seen]
    unseen = {row.id for row in rows if row.published_at is None}
    if action == Action.PUBLISH:
        _require_showable(rows)
    before = workflow.decide_all(seen, action, moderator=moderator, note=note)
    to_weigh = []
    for row in rows:
        if action == Action.PUBLISH and not evidence.is_spoken_for(row):
            evidence.check(row)
        elif row.evidence == "checked" and row.contact is not None:
            to_weigh.append(row)
    evidence.weigh_all(to_weigh)
    db.session.flush()
    for row, state in zip(rows, before, strict=True):
        tell(Decided(row, state, row.id in unseen))
    return before


def _require_showable(rows: Iterable[Endorsement]) -> None:
    """Raise `Disputed` where a paper does not show what is disputed."""
    for paper_id in {row.paper_id for row in rows if row.contested_at}:
        if paper_by_id(paper_id).contested_shown == "hidden":
            raise policy.Disputed


@command
def check(endorsement: Endorsement, *, revision: int, moderator: str) -> None:
    """Note that a lead has checked what is public already; holding it takes that back.

    Raises `Changed` when it is not as the lead saw it, `Disputed` while there is a dispute, and
    `TransitionRefused` for what is not public.
    """
    row = revising.lock(endorsement)
    if row.revision != revision:
        raise Changed
    if row.contested_at is not None:
        raise policy.Disputed
    if row.state != State.PUBLISHED or row.contact is None:
        raise TransitionRefused
    evidence.check(row)
    row.decided_at, row.decided_by = clock.now(), moderator
    trail.record("check", row.public_id, actor=moderator)


@command
def take_reason_down(endorsement: Endorsement, *, revision: int, moderator: str, note: str) -> None:
    """Take down the public reason of an entry that its signatory withdrew; `note` says why.

    Raises `Changed` when it is not as the lead saw it, `ReasonMissing` without a note, and
    `TransitionRefused` where no reason is public.
    """
    row = revising.lock(endorsement)
    if row.revision != revision:
        raise Changed
    if row.state != State.WITHDRAWN or not row.withdrawal_reason:
        raise TransitionRefused
    if not note:
        raise policy.ReasonMissing
    row.withdrawal_reason, row.decision_note = None, note
    row.decided_at, row.decided_by = clock.now(), moderator
    publication.forget_reason(row)
    trail.record("take_reason_down", row.public_id, actor=moderator, reasoned=True)


@command
def erase(endorsement: Endorsement, *, actor: str) -> None:
    """Erase the person behind an endorsement because they ask the hosts for it.

    What an organisation has endorsed stays; an individual's entry is the person and goes.
    """
    kind = all_kinds()[KIND]
    row = revising.lock(endorsement)
    if row.capacity == "individual" and row.state in (State.CONFIRMED, State.PUBLISHED):
        workflow.withdraw(kind, row, actor=actor)
        return
    workflow.erase_person(kind, row, actor=actor)
    if row.capacity == "individual":
        kind.retention.erase_person_fields(row)


@command
def back(endorsement: Endorsement, paper: PublicPaper, language: str) -> None:
    """Let the signatory stand under this version of the paper, in the language that they read.

    Who has chosen priorities keeps those that are still there, whatever their numbers are now.
    The list follows. Raises `TransitionRefused` for what is not, or no longer, confirmed, and
    `PriorityUnknown` when none of the chosen priorities is left.
    """
    row = revising.standing(endorsement)
    renumbered = blockqueries.renumbered(row.version_id, paper.version_id)
    number = select(PaperVersion.number).where(PaperVersion.id == row.version_id)
    before = db.session.scalars(number).one()
    text = paper.text(language)
    row.version_id, row.text_id, row.text_sha256 = paper.version_id, text.id, text.sha256
    row.priorities = policy.priorities_within(paper, row.priorities, renumbered)
    db.session.flush()
    publication.refresh(row)
    trail.record(
        "back_version", row.public_id, actor=trail.SIGNATORY, before=before, after=paper.version
    )
    tell(Corrected(row))


def _text(paper: PublicPaper, draft: EndorsementDraft) -> TextHead:
    return paper.text(draft.text_language or draft.language)


def values_of(paper: PublicPaper, draft: EndorsementDraft) -> dict[str, Any]:
    """Return the columns of an endorsement that follow from what was typed, by their names."""
    text = _text(paper, draft)
    for_organisation = draft.capacity == "organisation"
    return {
        "paper_id": paper.id,
        "version_id": paper.version_id,
        "text_id": text.id,
        "text_sha256": text.sha256,
        "capacity": draft.capacity,
        "language": draft.language,
        **fields.values_of(draft),
        "priorities": policy.kept_priorities(paper, draft),
        "hides_name": draft.hides_name,
        **found_by(draft),
        "counts_as": counted_as(draft.capacity, draft.name),
        "publish_wording": wordings.PUBLISH_CURRENT,
        "authority_wording": wordings.CURRENT if for_organisation else None,
    }


def contact_of(draft: EndorsementDraft, paper: PublicPaper) -> ContactDraft:
    """Return who signs, with until when they are kept."""
    return ContactDraft(
        name=draft.representative_name,
        role=draft.representative_role,
        email=draft.email,
        updates_wording=wordings.CURRENT if draft.updates_consent else None,
        erase_after=papers.erase_after(paper),
        promised_months=paper.retention_months,
        shares=_shares(draft, paper),
    )


def _shares(draft: EndorsementDraft, paper: PublicPaper) -> tuple[Share, ...]:
    """Return the co-hosts that were agreed to by name and host the campaign now."""
    if not draft.shared_with:
        return ()
    hosts = campaigns.co_hosts_now(paper.campaign_id)
    named = [one for one in hosts if one.public_id in draft.shared_with]
    return tuple(Share(one.id, one.name, wordings.CURRENT) for one in named)
