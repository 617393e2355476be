"""Work of the space that the worker does."""

from datetime import timedelta

from signon.jobs.queue import Claimed
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.space import offers, service


def send_link(job: Claimed) -> None:
    """Mail the link that somebody asked for; an address that signed nothing gets nothing."""
    service.send_link(job.payload["email"], job.payload["language"])


HANDLERS: dict[str, Handler] = {service.WANTED: send_link}

SCHEDULE = (
    Scheduled("space.forget_ended", timedelta(days=1), service.forget_ended_links),
    Scheduled("space.forget_unanswered", timedelta(days=1), offers.forget_unanswered),
)
