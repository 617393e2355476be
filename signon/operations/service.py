"""Verbs for what has failed for good, or waits."""

from signon.audit import trail
from signon.jobs import queries, queue
from signon.kernel.errors import DomainError
from signon.transaction import command


class NoSuchJob(DomainError):
    """There is no such job in a state in which this can be done to it."""

    status = 404

    def __init__(self, words: str, job_id: int):
        super().__init__(words, number=job_id)


@command
def retry(job_id: int) -> None:
    """Let a dead job be tried again from the start. Raises `NoSuchJob`."""
    if not queue.revive(job_id):
        raise NoSuchJob("There is no dead job %(number)s.", job_id)
    trail.record("job_retried", str(job_id), actor=trail.SYSTEM)


@command
def retry_all(*, actor: str) -> int:
    """Let up to a thousand dead jobs be tried again, the oldest first; return how many."""
    dead = queries.undone_jobs(dead_only=True)
    revived = [str(job.id) for job in dead if queue.revive(job.id)]
    for job_id in revived:
        trail.record("job_retried", job_id, actor=actor)
    return len(revived)


@command
def drop(job_id: int) -> None:
    """Delete a job that is not done, with what it holds. Raises `NoSuchJob`."""
    if not queue.drop(job_id):
        raise NoSuchJob("There is no job %(number)s that waits or is dead.", job_id)
    trail.record("job_dropped", str(job_id), actor=trail.SYSTEM)
