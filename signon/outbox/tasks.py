"""Scheduled work of this floor."""

from datetime import timedelta

from sqlalchemy import delete

from signon.extensions import db
from signon.jobs.schedule import Scheduled
from signon.kernel import clock
from signon.outbox.models import ALLOWANCES
from signon.transaction import command

KEEP_ALLOWANCES = timedelta(days=2)


@command
def purge_allowances() -> None:
    """Forget how often mailboxes were written to, once it no longer matters."""
    over = ALLOWANCES.c.window_started_at < clock.now() - KEEP_ALLOWANCES
    db.session.execute(delete(ALLOWANCES).where(over))


SCHEDULE = (Scheduled("outbox.purge_allowances", timedelta(days=1), purge_allowances),)
