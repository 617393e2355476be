"""Work of this floor that the worker does."""

from datetime import timedelta

from sqlalchemy import delete

from signon.access import service, sessions
from signon.access.models import RateCounter
from signon.extensions import db
from signon.jobs.queue import Claimed
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.kernel import clock
from signon.transaction import command


def send_password_link(job: Claimed) -> None:
    """Mail the link that somebody asked for; an address without an account gets nothing."""
    service.send_password_link(job.payload["account"])


@command
def purge_counters() -> None:
    """Forget the counters whose window is over."""
    now = int(clock.now().timestamp())
    db.session.execute(delete(RateCounter).where(RateCounter.expires_at <= now))


HANDLERS: dict[str, Handler] = {service.SEND_PASSWORD_LINK: send_password_link}

SCHEDULE = (
    Scheduled("access.purge_counters", timedelta(days=1), purge_counters),
    Scheduled("access.forget_ended_sessions", timedelta(days=1), sessions.forget_ended),
)
