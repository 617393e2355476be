"""Short ways to a round: a paper that was changed, its signatories, and their links."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import DONE, JOBS, WAITING
from signon.kernel import clock
from signon.outbox.post import Email, Link, from_payload
from signon.papers import queries as papers
from signon.papers import service as paper_service
from signon.papers.drafts import PaperDraft
from signon.papers.queries import PublicPaper
from signon.reconfirmations import queries, service
from signon.reconfirmations.drafts import RoundDraft
from signon.reconfirmations.models import Round, RoundAnswer
from signon.signatories.models import Signatory
from signon.transaction import command
from tests.factories import TEXT, a_paper, a_text, an_endorsement

DAY = timedelta(days=1)
NOTE = "Doors are closed at night."


def edit(language: str = "en", change: str = "substantive", **text: str) -> PublicPaper:
    """Change the text of the paper; return it as it is now."""
    usual = {"markdown": TEXT.replace("stay open", "are closed at night")}
    draft = a_text(language, **{**usual, **text})
    note = NOTE if change == "substantive" else ""
    paper_service.write(
        PaperDraft("open-doors", "ten-doors", draft, change=change, note=note), actor=trail.SYSTEM
    )
    return papers.paper_by_slug("ten-doors")


def a_round(
    number: int = 1, *, no_answer: str = "keep_older", days: int = 14, **signatory: Any
) -> list[Endorsement]:
    """Let so many sign, change the text, and open a round; return who signed."""
    paper = a_paper()
    rows = [an_endorsement(paper, **signatory) for _ in range(number)]
    edit()
    open_one(no_answer, days)
    return rows


def open_one(no_answer: str = "keep_older", days: int = 14) -> Round:
    """Open a round of the paper and mail every question."""
    paper = papers.paper_by_slug("ten-doors")
    draft = RoundDraft(clock.now() + days * DAY, no_answer)
    opened = service.open_round(paper.id, draft, actor="lead")
    mail_questions()
    return opened


def mail_questions() -> None:
    """Mail the questions as the worker does."""
    for _, public_id in queries.open_rounds():
        for answer_id in queries.due_to_ask(public_id, 1000):
            service.ask(answer_id)


def mails() -> list[Email]:
    """Return what waits in the outbox, oldest first."""
    db.session.rollback()
    written = select(JOBS.c.payload).where(JOBS.c.kind == "email").order_by(JOBS.c.id)
    return [from_payload(payload) for payload in db.session.scalars(written) if payload]


@command
def deliver(state: str = DONE) -> None:
    """Let a mail server take every mail, or let it refuse them for good."""
    emails = update(JOBS).where(JOBS.c.kind == "email", JOBS.c.state == WAITING)
    db.session.execute(emails.values({"state": state, "finished_at": clock.now()}))


def links_in(email: Email) -> Iterator[str]:
    """Yield every address in a mail, without the host."""
    for part in email.parts:
        if isinstance(part, Link):
            yield part.url.removeprefix("http://signon.test")


def answer_to(row: Endorsement) -> RoundAnswer | None:
    """Return where a signatory stands in the newest round, as it is now; None if not asked."""
    db.session.rollback()
    newest = select(RoundAnswer).where(RoundAnswer.endorsement_id == row.id)
    return db.session.scalars(newest.order_by(RoundAnswer.id.desc())).first()


def now(row: Endorsement) -> Endorsement:
    """Return an endorsement as it is in the database now."""
    db.session.rollback()
    return db.session.scalars(select(Endorsement).where(Endorsement.id == row.id)).one()


def listed() -> dict[str, int]:
    """Return who stands on the list, and under which version."""
    db.session.rollback()
    return dict(db.session.execute(select(Signatory.public_id, Signatory.version)).all())


def the_round() -> Round:
    """Return the newest round."""
    db.session.rollback()
    return db.session.scalars(select(Round).order_by(Round.id.desc()).limit(1)).one()
