"""Scheduled work of this floor."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete

from signon.extensions import db
from signon.jobs import journal
from signon.jobs.models import DEAD, DONE, JOBS
from signon.jobs.schedule import Scheduled
from signon.kernel import clock
from signon.transaction import command

KEEP_DONE = timedelta(days=30)
KEEP_DEAD = timedelta(days=90)
"""A dead mail still holds its text and address, so it is not kept for ever either."""


@command
def purge_finished() -> None:
    """Delete jobs done long ago, and dead ones that nobody revived."""
    db.session.execute(delete(JOBS).where(_ended(DONE, KEEP_DONE)))
    db.session.execute(delete(JOBS).where(_ended(DEAD, KEEP_DEAD)))


def _ended(state: str, keep: timedelta) -> ColumnElement[bool]:
    return (JOBS.c.state == state) & (JOBS.c.finished_at < clock.now() - keep)


SCHEDULE = (
    Scheduled("jobs.purge_finished", timedelta(days=1), purge_finished),
    Scheduled("jobs.purge_journal", timedelta(days=1), journal.purge),
)
