"""Endorsements that wait for a lead, as the queue of decisions shows them."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, case, func, select
from werkzeug.exceptions import NotFound

from signon.endorsements import resemblance, service
from signon.endorsements.facts import facts_of
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.words import N_
from signon.papers.queries import PublicPaper
from signon.review import decisions, words
from signon.submissions.outcomes import Decision, require_undoable
from signon.submissions.queues import Case, Choice, Done, Item, Queue
from signon.submissions.states import INVERSE, Action, State

RANKS = {
    "disposable": 0,
    "none": 1,
    "hosts": 2,
    "network": 3,
    "freemail": 4,
    "mailbox": 5,
    "contact": 6,
    "domain": 7,
    "second": 8,
    "checked": 9,
}
"""How much each grade of evidence counts, the weakest first."""

STATES = {
    "submitted": N_("Not confirmed yet"),
    "confirmed": N_("Waiting for you"),
    "published": N_("On the list"),
    "rejected": N_("Off the list"),
    "withdrawn": N_("Withdrawn"),
    "disowned": N_("“This was not us”"),
    "expired": N_("Expired"),
}

PUT_ON = Choice("publish", N_("Put on the list"), N_("On the list."))
TAKE_OFF = Choice(
    "reject",
    N_("Off the list"),
    N_("Off the list."),
    needs_reason=True,
    reason=N_("Why? Other leads read it; the public does not."),
)


def rank_of(column: Any) -> ColumnElement[int]:
    """Return the place of a grade of evidence as SQL."""
    return case(RANKS, value=column, else_=0)


def waiting(paper: PublicPaper, number: int) -> Sequence[Item]:
    """Return the endorsements with the weakest evidence, those that came first before others."""
    wanted = (
        select(Endorsement)
        .where(*_waits(paper))
        .order_by(rank_of(Endorsement.evidence), Endorsement.submitted_at, Endorsement.public_id)
        .limit(number)
    )
    rows = db.session.scalars(wanted).all()
    looks = resemblance.found_in([row.id for row in rows]) if rows else {}
    return [_item(paper, row, looks.get(row.id)) for row in rows]


def number(paper: PublicPaper) -> int:
    """Return how many endorsements of a paper wait; disputed ones have a queue of their own."""
    return db.session.scalar(select(func.count()).where(*_waits(paper))) or 0


def _waits(paper: PublicPaper) -> tuple[ColumnElement[bool], ...]:
    return (
        Endorsement.paper_id == paper.id,
        Endorsement.state == State.CONFIRMED,
        Endorsement.contested_at.is_(None),
    )


def case_of(paper: PublicPaper, key: str) -> Case:
    """Return an endorsement of the paper as a lead decides about it."""
    row = _row(paper, key)
    looks = resemblance.found_in([row.id]) if row.state == State.CONFIRMED else {}
    contact = row.contact if row.state != State.DISOWNED else None
    return Case(
        item=_item(paper, row, looks.get(row.id)),
        revision=row.revision,
        state=_(STATES[row.state]),
        facts=facts_of(row),
        waits=row.state == State.CONFIRMED,
        contact=(contact.name, contact.role, contact.email) if contact else (),
        more=url_for("review.signatory", public_id=row.public_id),
    )


def decide(paper: PublicPaper, key: str, code: str, decision: Decision) -> Done:
    """Put an endorsement on the list or take it off."""
    row, action = _row(paper, key), Action(code)
    decisions.require_reason(row, action, decision.note, undoes=False)
    before = _carry_out(row, action, decision)
    return Done(INVERSE[before, State(row.state)], row.revision)


def undo(paper: PublicPaper, key: str, code: str, decision: Decision) -> None:
    """Take the last decision about an endorsement back."""
    row, action = _row(paper, key), Action(code)
    require_undoable(row.decided_at or clock.now(), clock.now())
    decisions.require_reason(row, action, "", undoes=True)
    _carry_out(row, action, decision)


def _carry_out(row: Endorsement, action: Action, decision: Decision) -> State:
    return service.decide(
        row,
        action,
        revision=decision.revision,
        moderator=decision.moderator,
        note=decision.note,
    )


def _row(paper: PublicPaper, key: str) -> Endorsement:
    wanted = Endorsement.public_id == key, Endorsement.paper_id == paper.id
    row = None if "\x00" in key else db.session.scalar(select(Endorsement).where(*wanted))
    if row is None:
        raise NotFound
    return row


def _item(paper: PublicPaper, row: Endorsement, looks: resemblance.Resemblance | None) -> Item:
    name = row.name or _("An individual")
    rank, why = RANKS.get(row.evidence, 0), _why(paper, row, looks)
    return Item(QUEUE.kind, row.public_id, name, why, rank, row.confirmed_at or row.submitted_at)


def _why(paper: PublicPaper, row: Endorsement, looks: resemblance.Resemblance | None) -> str:
    """Return why an endorsement waits: what is strange about it first, what holds for all last."""
    if looks is not None:
        return _(resemblance.WORDS[looks.how], name=looks.name)
    if row.decision_note:
        return _(
            "A lead has taken it off the list until it is decided: %(note)s", note=row.decision_note
        )
    if row.is_late:
        return _("It was signed after the close.")
    grade = words.EVIDENCE[row.evidence]
    if paper.publication == "after_review":
        return _(
            "This paper lists nobody before one of you has looked: %(evidence)s.", evidence=grade
        )
    return _("Its evidence is not enough to be listed at once: %(evidence)s.", evidence=grade)


QUEUE = Queue(
    kind="endorsement",
    label=N_("Signature"),
    choices=(PUT_ON, TAKE_OFF),
    number=number,
    waiting=waiting,
    case=case_of,
    decide=decide,
    undo=undo,
)
