"""What waits to be done, and what was given up."""

from collections.abc import Sequence

from sqlalchemy import func, select

from signon.extensions import db
from signon.jobs.models import DEAD, WAITING, Job


def waiting_jobs() -> int:
    """Return how many jobs wait, now or for a later moment."""
    return db.session.scalar(select(func.count()).where(Job.state == WAITING)) or 0


def dead_jobs() -> Sequence[Job]:
    """Return the jobs that were given up, newest first."""
    dead = select(Job).where(Job.state == DEAD).order_by(Job.id.desc())
    return db.session.scalars(dead).all()
