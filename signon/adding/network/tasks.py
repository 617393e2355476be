"""Work of the worker: write down the members of a confirmed list; follow the close of its paper."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from signon.adding.network import service
from signon.adding.network.models import NetworkList
from signon.extensions import db
from signon.jobs.queue import Claimed
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.kernel import clock
from signon.papers import policy as papers
from signon.papers.models import Paper
from signon.submissions.lifetime import retention
from signon.transaction import command


def write_down(job: Claimed) -> None:
    """Write down what is left of the list of a job."""
    service.write_down(job.subject)


@command
def follow_closing_dates() -> None:
    """Let the people behind lists be erased with those who signed, as the paper says today."""
    for paper in db.session.scalars(select(Paper)):
        _follow(paper)


def _follow(paper: Paper) -> None:
    of_paper = select(NetworkList.contact_id).where(
        NetworkList.paper_id == paper.id, NetworkList.contact_id.is_not(None)
    )
    has_ended = papers.has_ended(paper, clock.now())
    retention.follow(of_paper, partial(papers.erase_after, paper), has_ended=has_ended)


HANDLERS: dict[str, Handler] = {service.WRITE_DOWN: write_down}
SCHEDULE = (Scheduled("networks.closing_dates", timedelta(days=1), follow_closing_dates),)
