"""Scheduled work of this capability."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select, update

from signon.challenges.models import Challenge
from signon.extensions import db
from signon.jobs.schedule import Scheduled
from signon.kernel import clock
from signon.papers import policy as papers
from signon.papers.models import Paper
from signon.submissions.lifetime import retention
from signon.submissions.states import State
from signon.transaction import command


@command
def follow_closing_dates() -> None:
    """Let the people behind challenges be erased with those who signed, as the paper says today."""
    for paper in db.session.scalars(select(Paper)):
        _follow(paper)


@command
def forget_words() -> None:
    """Empty what people wrote whose contacts have been erased: it may name them."""
    erased = (Challenge.contact_id.is_(None), Challenge.state != State.SUBMITTED)
    unread = (Challenge.explanation != "") | Challenge.answer.is_not(None)
    db.session.execute(
        update(Challenge)
        .where(*erased, unread)
        .values(explanation="", answer=None, revision=Challenge.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _follow(paper: Paper) -> None:
    of_paper = select(Challenge.contact_id).where(
        Challenge.paper_id == paper.id, Challenge.contact_id.is_not(None)
    )
    has_ended = papers.has_ended(paper, clock.now())
    retention.follow(of_paper, partial(papers.erase_after, paper), has_ended=has_ended)


SCHEDULE = (
    Scheduled("challenges.closing_dates", timedelta(days=1), follow_closing_dates),
    Scheduled("challenges.forget_words", timedelta(days=1), forget_words),
)
