"""Short ways to a mailing: a paper, those who want news of it, and an update to them."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs import queue
from signon.mailings import queries, service, tasks
from signon.mailings.drafts import PlanDraft, TextDraft
from signon.mailings.models import Mailing
from signon.papers.queries import PublicPaper
from tests.factories import a_paper, an_endorsement

ENGLISH = TextDraft("en", "Delivered", "The paper was **delivered** to [them](https://a.example/).")
FRENCH = TextDraft("fr", "Remise", "L’appel a été **remis**.")
NOW = PlanDraft(None, None)
NO_DELAY = timedelta(0)


def a_reader(paper: PublicPaper, name: str = "reader", **changes: Any) -> Endorsement:
    """Return an entry whose mailbox asked for updates."""
    usual = {"name": name, "email": f"{name}@example.org", "updates_consent": True}
    return an_endorsement(paper, **{**usual, **changes})


def a_mailing(paper: PublicPaper | None = None, *texts: TextDraft) -> Mailing:
    """Return the draft of an update."""
    public_id = service.begin(paper or a_paper(), actor=trail.SYSTEM)
    row = db.session.scalars(select(Mailing).where(Mailing.public_id == public_id)).one()
    service.write(row, texts or (ENGLISH, FRENCH))
    return row


def planned(paper: PublicPaper, when: PlanDraft = NOW, *texts: TextDraft) -> Mailing:
    """Return an update that leaves then."""
    row = a_mailing(paper, *texts)
    service.plan(row, when, actor=trail.SYSTEM)
    return row


def states(row: Mailing) -> dict[str, int]:
    """Return how many of its recipients are in which state."""
    db.session.rollback()
    return queries.progress(row.id).by_state


def let_worker_go_on(app: Flask) -> None:
    """Do the jobs of mailings that are due, and no other."""
    for job in queue.claim(500, lease_seconds=60):
        if job.kind == service.KIND:
            tasks.send(job)
            queue.finish(job)
        else:
            queue.release(job, NO_DELAY)


def deliver(*, but: int = 0) -> None:
    """Let the mails of the outbox be delivered, all or all `but` some."""
    jobs = queue.claim(500, lease_seconds=60)
    mails = [job for job in jobs if job.kind == "email"]
    for job in jobs:
        if job in mails[: len(mails) - but]:
            queue.finish(job)
        else:
            queue.release(job, NO_DELAY)
