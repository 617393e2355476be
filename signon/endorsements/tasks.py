"""Scheduled work of this capability."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.endorsements.renewal import SEARCH
from signon.extensions import db
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.kernel import clock
from signon.papers import policy as papers
from signon.papers.models import Paper
from signon.submissions.lifetime import retention
from signon.transaction import command


@command
def follow_closing_dates() -> None:
    """Let contacts be erased when the close of their paper, as it is today, says so.

    Whoever was promised an earlier day keeps it, also where a paper was opened again.
    """
    for paper in db.session.scalars(select(Paper)):
        _follow(paper)


def _follow(paper: Paper) -> None:
    of_paper = select(Endorsement.contact_id).where(
        Endorsement.paper_id == paper.id, Endorsement.contact_id.is_not(None)
    )
    has_ended = papers.has_ended(paper, clock.now())
    retention.follow(of_paper, partial(papers.erase_after, paper), has_ended=has_ended)


HANDLERS: dict[str, Handler] = {SEARCH.kind: SEARCH.run}
SCHEDULE = (
    Scheduled("endorsements.closing_dates", timedelta(days=1), follow_closing_dates),
    Scheduled("endorsements.renew", timedelta(minutes=10), SEARCH.begin),
)
