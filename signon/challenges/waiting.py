"""Disputed entries, as the queue of decisions shows them."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import bindparam, func, select
from werkzeug.exceptions import NotFound

from signon.challenges import queries, service
from signon.challenges.models import Challenge
from signon.challenges.policy import is_stronger
from signon.challenges.queries import Dispute
from signon.endorsements.models import Endorsement
from signon.extensions import rows
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.prepared import Prepared
from signon.kernel.words import N_
from signon.papers.queries import PublicPaper
from signon.submissions.outcomes import Decision
from signon.submissions.queues import Case, Choice, Done, Item, Queue

RANKS = {"checked": 5, "second": 4, "established": 4, "contact": 3, "domain": 3, "mailbox": 1}
"""Where an entry stands by its own ground, always before one like it that nobody disputes."""

_ASKED = N_("Why? Both sides are told.")
CHOICES = (
    Choice("stays", N_("The entry stays"), N_("The entry stays."), True, _ASKED),
    Choice("goes", N_("The entry goes"), N_("The entry goes."), True, _ASKED),
)


class ReasonMissing(DomainError):
    """A dispute was to be ended without a word to either side."""

    status = 422
    message = N_("Give the reason: both sides are told.")


def waiting(paper: PublicPaper, number: int) -> Sequence[Item]:
    """Return the disputed entries of a paper, those on the weakest ground first."""
    items = [_item(dispute) for dispute in queries.disputes(paper.id)]
    return sorted(items, key=lambda item: item.place)[:number]


def case_of(paper: PublicPaper, key: str) -> Case:
    """Return a disputed entry of the paper with what is said against it and for it."""
    open_ones = {one.public_id: one for one in queries.disputes(paper.id)}
    over = {one.public_id: one for one in queries.decided(paper.id)}
    dispute = open_ones.get(key) or over.get(key)
    if dispute is None:
        raise NotFound
    waits = key in open_ones
    who = dispute.signatory
    return Case(
        item=_item(dispute),
        revision=dispute.revision,
        state=_("Disputed, waiting for you") if waits else _("The dispute is over"),
        facts=_facts(dispute),
        waits=waits,
        contact=tuple(part for part in (who.name, who.role, who.email) if part),
        more=url_for("challenges_desk.challenges", slug=paper.slug, _anchor=f"d-{key}"),
    )


def decide(paper: PublicPaper, key: str, code: str, decision: Decision) -> Done:
    """Let a disputed entry stay or go."""
    if not decision.note:
        raise ReasonMissing
    row = _entry(paper, key)
    service.decide(row, code, decision)
    return Done("reopen", row.revision)


def undo(paper: PublicPaper, key: str, _code: str, decision: Decision) -> None:
    """Open a dispute again."""
    row = _entry(paper, key)
    service.reopen(row, revision=decision.revision, moderator=decision.moderator)


def _entry(paper: PublicPaper, key: str) -> Endorsement:
    row = queries.disputed(key, {paper.campaign_id})
    if row.paper_id != paper.id:
        raise NotFound
    return row


def _item(dispute: Dispute) -> Item:
    since = min((claim.confirmed_at for claim in dispute.claims), default=clock.now())
    rank = RANKS.get(dispute.signatory.evidence, 0)
    return Item(QUEUE.kind, dispute.public_id, dispute.name, _why(dispute), rank, since)


def _why(dispute: Dispute) -> str:
    if any(is_stronger(one.side.evidence, dispute.signatory.evidence) for one in dispute.claims):
        return _("Somebody with more evidence than the signature says that it is wrong.")
    return _("Somebody says that this signature is wrong.")


def _facts(dispute: Dispute) -> tuple[tuple[str, str], ...]:
    said = [(_("Said against it"), one.explanation) for one in dispute.claims if one.explanation]
    who = [
        (
            _("By"),
            ", ".join(part for part in (one.side.name, one.side.role, one.side.email) if part),
        )
        for one in dispute.claims
    ]
    answer = [(_("The answer of who signed"), dispute.answer)] if dispute.answer else []
    facts = [(_("Entry"), dispute.name), (_("Website"), dispute.website), *said, *who, *answer]
    return tuple((label, value) for label, value in facts if value)


def of_paper(paper: PublicPaper) -> int:
    """Return how many entries of a paper are disputed."""
    number: int = rows(_DISPUTED, {"paper": paper.id})[0].number
    return number


_DISPUTED = Prepared(
    select(func.count(Challenge.endorsement_id.distinct()).label("number")).where(
        Challenge.paper_id == bindparam("paper"), *queries.OPEN
    )
)


QUEUE = Queue(
    kind="dispute",
    label=N_("Dispute"),
    choices=CHOICES,
    number=of_paper,
    waiting=waiting,
    case=case_of,
    decide=decide,
    undo=undo,
)
