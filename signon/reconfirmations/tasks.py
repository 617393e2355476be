"""What the worker does with rounds: asks in portions, reminds, and settles when the date is past.

Each signatory is a command of its own: a run that is broken off goes on where it was, and whatever
one worker has done no other one does again.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from signon.jobs.queue import Claimed
from signon.jobs.schedule import Scheduled
from signon.reconfirmations import queries, service

PORTION = 100


def ask_some(job: Claimed) -> None:
    """Mail a portion of a round's questions, and let the rest wait behind more urgent mail."""
    public_id = str(job.payload["round"])
    due = queries.due_to_ask(public_id, PORTION)
    for answer_id in due:
        service.ask(answer_id)
    if len(due) == PORTION:
        service.begin_asking(public_id)


def ask() -> None:
    """See to it that everybody is asked: who confirmed since, or has another address now."""
    service.forget_keys()
    for round_id, public_id in queries.open_rounds():
        service.ask_latecomers(round_id)
        if queries.due_to_ask(public_id, 1):
            service.begin_asking(public_id)


def remind() -> None:
    """Ask once more whoever has not answered a few days before the date."""
    for answer_id in _every(queries.due_to_remind):
        service.remind(answer_id)


def close() -> None:
    """Apply the stated rule where the date has passed, and close the round."""
    for round_id in queries.ended_rounds():
        for answer_id in _every(partial(queries.due_to_settle, round_id)):
            service.settle(answer_id)
        service.close_round(round_id)


def _every(due: Callable[[int, int], list[int]]) -> Iterator[int]:
    """Yield every key that is due, a portion at a time, each once."""
    after = 0
    while portion := due(after, PORTION):
        yield from portion
        after = portion[-1]


HANDLERS = {service.ASKING: ask_some}
SCHEDULE = (
    Scheduled("rounds.ask", timedelta(hours=1), ask, mails=True),
    Scheduled("rounds.remind", timedelta(hours=1), remind, mails=True),
    Scheduled("rounds.close", timedelta(minutes=10), close, mails=True),
)
