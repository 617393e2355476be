"""What the worker does with mailings: the next portion of each, behind all other mail."""

from datetime import timedelta

from signon.jobs.queue import Claimed
from signon.jobs.schedule import Scheduled
from signon.mailings import queries, service


def send(job: Claimed) -> None:
    """Go on with one mailing."""
    service.go_on(job.subject)


def go_on() -> None:
    """Go on with whatever is due and was left, by a worker that died or an outbox that was full."""
    for public_id in queries.due():
        service.go_on(public_id)


HANDLERS = {service.KIND: send}
SCHEDULE = (
    Scheduled("mailings.go_on", timedelta(minutes=1), go_on, mails=True),
    Scheduled("mailings.forget_keys", timedelta(hours=1), service.forget_keys),
)
