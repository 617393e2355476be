"""Commands of this capability: move the dates of a paper, and tell those whom a lead has chosen."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.queue import enqueue
from signon.kernel import clock
from signon.outbox.post import MAILING, post_newest
from signon.papers import queries as papers
from signon.papers import service
from signon.papers.queries import PublicPaper
from signon.submissions.kinds import all_kinds
from signon.submissions.states import State
from signon.transaction import command
from signon.writing import emails, queries

TELLING = "dates.tell"
PORTION = 100


@command
def move_dates(
    paper: PublicPaper, dates: dict[str, Any], *, tell: Sequence[str], actor: str
) -> None:
    """Change the dates of a paper and write to the audiences in `tell`, in portions, afterwards.

    A later close opens a closed paper again. Raises as `papers.service.move_dates`.
    """
    reopen = dates.get("closes_at") is not None
    moved = service.move_dates(paper.slug, actor=actor, reopen=reopen, **dates)
    closes = moved.closes_at.isoformat() if moved.closes_at else ""
    for audience in tell:
        count = queries.reached(paper.id, audience)
        trail.record("tell_dates", paper.public_id, actor=actor, audience=audience, mails=count)
        _go_on(paper, audience, closes, 0)


@command
def tell_some(public_id: str, audience: str, closes: str, after: int) -> None:
    """Write to a portion of an audience and let the rest wait; nobody hears of an older date.

    `closes` is the date that the news are about (ISO 8601, "" for none). Should a worker die
    between the mails and saying so, one portion is written again; each of its mails then takes
    the place of one that still waits.
    """
    paper = papers.paper_by_public_id(public_id)
    said = paper.closes_at.isoformat() if paper.closes_at else ""
    if said != closes or paper.status(clock.now()) != "open":
        return
    due = queries.portion(paper.id, audience, after, PORTION)
    for row in db.session.scalars(select(Endorsement).where(Endorsement.id.in_(due))):
        _tell(row, paper, audience)
    if len(due) == PORTION:
        _go_on(paper, audience, closes, due[-1])


def _tell(row: Endorsement, paper: PublicPaper, audience: str) -> None:
    kind, contact = all_kinds()["endorsement"], row.contact
    waits = row.state == State.SUBMITTED
    if contact is None or waits != (audience == queries.UNCONFIRMED):
        return
    make = emails.please_confirm if waits else emails.tell_signatory
    email = make(kind, row, paper, whom=contact)
    post_newest(email, about=row.public_id, sort="dates", priority=MAILING)


def _go_on(paper: PublicPaper, audience: str, closes: str, after: int) -> None:
    payload = {"paper": paper.public_id, "audience": audience, "closes": closes, "after": after}
    enqueue(TELLING, payload, subject=paper.public_id, priority=MAILING)
