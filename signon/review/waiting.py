"""Endorsements that wait for a lead, as the queue of decisions shows them."""

from collections.abc import Sequence
from functools import lru_cache

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import bindparam, func, literal_column, select, union_all
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.endorsements import resemblance, service
from signon.endorsements.facts import facts_of
from signon.endorsements.models import WAITS, Endorsement
from signon.extensions import db, rows
from signon.kernel import clock
from signon.kernel.prepared import Prepared
from signon.kernel.words import N_
from signon.papers.queries import PublicPaper
from signon.review import decisions, words
from signon.submissions.outcomes import Decision, require_undoable
from signon.submissions.queues import Case, Choice, Done, Item, Queue
from signon.submissions.states import INVERSE, Action, State

RANKS = {
    "disposable": 0,
    "none": 1,
    "import": 2,
    "hosts": 3,
    "network": 4,
    "freemail": 5,
    "mailbox": 6,
    "contact": 7,
    "domain": 8,
    "second": 9,
    "checked": 10,
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


def waiting(paper: PublicPaper, number: int) -> Sequence[Item]:
    """Return the endorsements with the weakest evidence, those that came first before others.

    Ten thousand may wait: names and reasons are for those that are shown, see `named`.
    """
    found = rows(_FIRST, {"paper": paper.id, "most": number})
    return [Item(QUEUE.kind, row.public_id, "", "", row.rank, row.submitted_at) for row in found]


def named(paper: PublicPaper, items: Sequence[Item]) -> Sequence[Item]:
    """Return these items with their names, and why each waits."""
    keys = [item.key for item in items]
    mine = select(Endorsement).where(Endorsement.public_id.in_(keys))
    known = {row.public_id: row for row in db.session.scalars(mine)}
    looks = resemblance.found_in([row.id for row in known.values()])
    return [_item(paper, known[key], looks.get(known[key].id)) for key in keys if key in known]


def _first() -> Prepared:
    """Return what finds the weakest: those that came first of each grade, each from the index."""
    columns = Endorsement.__table__.c
    of_grades = [
        select(columns.public_id, literal_column(str(rank)).label("rank"), columns.submitted_at)
        .where(columns.paper_id == bindparam("paper"), columns.evidence == grade, WAITS)
        .order_by(columns.submitted_at, columns.public_id)
        .limit(bindparam("most"))
        .subquery(f"of_{grade}")
        for grade, rank in RANKS.items()
    ]
    found = union_all(*(select(one) for one in of_grades))
    return Prepared(found.order_by("rank", "submitted_at", "public_id").limit(bindparam("most")))


_FIRST = _first()


def number(paper: PublicPaper) -> int:
    """Return how many endorsements of a paper wait; disputed ones have a queue of their own."""
    return _number(trail.revision(), paper.id)


@lru_cache(maxsize=512)
def _number(_revision: str, paper_id: int) -> int:
    """Return how many wait. They are counted once after every change."""
    number: int = rows(_COUNTED, {"paper": paper_id})[0].number
    return number


_COUNTED = Prepared(
    select(func.count().label("number"))
    .select_from(Endorsement)
    .where(Endorsement.paper_id == bindparam("paper"), WAITS)
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
    if code not in decisions.DECISIONS:
        raise NotFound
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
    return Item(QUEUE.kind, row.public_id, name, why, rank, row.submitted_at)


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
    named=named,
)
