"""Commands of this capability."""

from typing import Any

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.challenges import effects, emails, policy, wordings
from signon.challenges.drafts import ChallengeDraft
from signon.challenges.models import Challenge
from signon.endorsements import disputing, evidence
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import Changed
from signon.outbox.post import Email, post_newest
from signon.papers import policy as papers
from signon.papers.queries import PublicPaper, paper_by_id
from signon.submissions import workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.kinds import Occasion, all_kinds
from signon.submissions.models import SubmissionMixin
from signon.submissions.outcomes import Decision
from signon.submissions.receiving import intake
from signon.submissions.states import Action, State
from signon.transaction import command

KIND = "challenge"


def challenge(paper: PublicPaper, public_id: str, draft: ChallengeDraft) -> None:
    """Take in that an entry on the list is wrong, and ask the address to confirm it.

    Always answers alike; 404 for what is not on the list.
    """
    entry = _on_list(paper, public_id)
    contact = _contact(paper, draft.name, draft.role, draft.email)
    values = _values(entry, draft.language, draft.explanation)
    occasion = occasion_of(paper, entry, paper.text(draft.language).title)
    intake.submit(all_kinds()[KIND], values, contact, occasion)


def occasion_of(paper: PublicPaper, entry: Endorsement, title: str) -> Occasion:
    """Return what a challenge is handed in for, as its e-mails say it."""
    return Occasion(
        entry.public_id,
        title,
        paper.campaign_host,
        time_zone=paper.time_zone,
        contact=paper.reply_to,
    )


@command
def challenge_as_known(endorsement: Endorsement, told: Endorsement) -> None:
    """Take in that a known contact did not sign; the link in their mailbox has proven it."""
    row, reader = disputing.lock(endorsement.id), told.contact
    if row.state not in (State.CONFIRMED, State.PUBLISHED) or reader is None:
        raise policy.EntryGone
    contact = _contact(paper_by_id(row.paper_id), reader.name, reader.role, reader.email)
    values, kind = _values(row, told.language, ""), all_kinds()[KIND]
    now = clock.now()
    if workflow.enter(kind, values, contact, actor=trail.SIGNATORY, at=now) is None:
        workflow.confirm(kind, _of_mailbox(row, told.address_key))


@command
def answer(endorsement: Endorsement, words: str) -> None:
    """Write down what the one who signed has to say. Raises `NothingToAnswer` when it is over."""
    row = disputing.lock(endorsement.id)
    open_ones = effects.open_of(row.id)
    if not open_ones:
        raise policy.NothingToAnswer
    for one in open_ones:
        one.answer = words
    trail.record("answer_challenge", row.public_id, actor=trail.SIGNATORY)


@command
def decide(endorsement: Endorsement, outcome: str, decision: Decision) -> None:
    """End the dispute about an entry, as the lead saw it: it "goes" or it "stays".

    Both sides are told. Raises `Changed` when it is not as it was seen.
    """
    row = disputing.lock(endorsement.id)
    open_ones = effects.open_of(row.id)
    if row.revision != decision.revision or not open_ones:
        raise Changed
    before, was_disputed = row.state, row.contested_at is not None
    _ENDS[outcome](row, open_ones, decision)
    now = clock.now()
    for one in open_ones:
        one.outcome, one.entry_state = outcome, before
        one.decided_at, one.decided_by = now, decision.moderator
        one.decision_note = decision.note
    number, by = len(open_ones), decision.moderator
    trail.record("decide_challenge", row.public_id, actor=by, outcome=outcome, number=number)
    # Whoever was never told that the entry is disputed need not hear that it stays.
    told: list[SubmissionMixin] = [row] if was_disputed or outcome == "goes" else []
    paper = paper_by_id(row.paper_id)
    for side in (*open_ones, *told):
        _tell(side, emails.decided(paper, side, row, outcome, decision.note), "decided")


@command
def reopen(endorsement: Endorsement, *, revision: int, moderator: str) -> None:
    """Take back the last decision about an entry; raise `Changed` when it is not as it was seen."""
    row = disputing.lock(endorsement.id)
    last = _last_decided(row)
    if row.revision != revision or not last:
        raise Changed
    disputed = any(one.effect != "none" for one in last)
    before = State(last[0].entry_state or row.state)
    was_told: list[SubmissionMixin] = [row] if disputed or last[0].outcome == "goes" else []
    for one in last:
        one.outcome = one.entry_state = one.decided_at = one.decided_by = one.decision_note = None
    disputing.reopen(row, before, disputed=disputed, actor=moderator)
    trail.record("reopen_challenge", row.public_id, actor=moderator, challenges=len(last))
    paper = paper_by_id(row.paper_id)
    for side in (*last, *was_told):
        _tell(side, emails.reopened(paper, side, row), "reopened")


def _contact(paper: PublicPaper, name: str, role: str, email: str) -> ContactDraft:
    months, ends = paper.retention_months, papers.erase_after(paper)
    return ContactDraft(name, role, email, erase_after=ends, promised_months=months)


def _on_list(paper: PublicPaper, public_id: str) -> Endorsement:
    wanted = select(Endorsement).where(
        Endorsement.paper_id == paper.id,
        Endorsement.public_id == public_id,
        Endorsement.state == State.PUBLISHED,
    )
    row = db.session.scalar(wanted)
    if row is None:
        raise NotFound
    return row


def _values(entry: Endorsement, language: str, explanation: str) -> dict[str, Any]:
    return {
        "endorsement_id": entry.id,
        "paper_id": entry.paper_id,
        "language": language,
        "explanation": explanation,
        "authority_wording": wordings.CURRENT,
    }


def _of_mailbox(entry: Endorsement, address_key: str | None) -> Challenge:
    """Return the live challenge that a mailbox has handed in before."""
    live = (State.SUBMITTED, State.CONFIRMED)
    wanted = select(Challenge).where(
        Challenge.endorsement_id == entry.id,
        Challenge.address_key == address_key,
        Challenge.state.in_(live),
    )
    return db.session.scalars(wanted).one()


def _remove(row: Endorsement, _open_ones: list[Challenge], decision: Decision) -> None:
    row.contested_at = None
    db.session.flush()
    if row.state in (State.CONFIRMED, State.PUBLISHED):
        by, note = decision.moderator, decision.note
        endorsements.decide(row, Action.REJECT, revision=row.revision, moderator=by, note=note)


def _let_stay(row: Endorsement, open_ones: list[Challenge], decision: Decision) -> None:
    hidden = any(one.effect == "hidden" for one in open_ones)
    disputing.settle(row, publish=hidden, actor=decision.moderator, note=decision.note)
    if row.state == State.PUBLISHED and row.contact is not None:
        evidence.check(row)
        row.decided_by = decision.moderator


_ENDS = {"goes": _remove, "stays": _let_stay}


def _last_decided(row: Endorsement) -> list[Challenge]:
    """Return the challenges of an entry that were decided together last."""
    wanted = select(Challenge).where(
        Challenge.endorsement_id == row.id,
        Challenge.state == State.CONFIRMED,
        Challenge.outcome.in_(_ENDS),
    )
    decided = list(db.session.scalars(wanted.order_by(Challenge.decided_at.desc(), Challenge.id)))
    return [one for one in decided if one.decided_at == decided[0].decided_at]


def _tell(side: SubmissionMixin, mail: Email, sort: str) -> None:
    if side.contact is not None:
        post_newest(mail, about=side.public_id, sort=sort)
