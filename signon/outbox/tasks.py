"""Scheduled work of this floor."""

from datetime import timedelta

from sqlalchemy import delete

from signon.extensions import db
from signon.jobs.queue import Claimed
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.kernel import clock
from signon.outbox import post
from signon.outbox.models import ALLOWANCES
from signon.outbox.returned import service as returned
from signon.transaction import command

KEEP_ALLOWANCES = timedelta(days=2)


@command
def purge_allowances() -> None:
    """Forget how often mailboxes were written to, once it no longer matters."""
    over = ALLOWANCES.c.window_started_at < clock.now() - KEEP_ALLOWANCES
    db.session.execute(delete(ALLOWANCES).where(over))


def post_waiting(job: Claimed) -> None:
    """Post what the quota of its reader has delayed, if there is room now."""
    post.post_waiting(job.payload, about=job.subject)


HANDLERS: dict[str, Handler] = {post.WAITING: post_waiting}

SCHEDULE = (
    Scheduled("outbox.purge_allowances", timedelta(days=1), purge_allowances),
    Scheduled("outbox.purge_returned", timedelta(days=1), returned.purge),
)
