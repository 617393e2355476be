"""What is over is forgotten in time."""

from datetime import timedelta

import pytest
import time_machine

from signon.extensions import db
from signon.jobs import journal, queue
from signon.jobs.models import Job
from signon.jobs.tasks import KEEP_DEAD, KEEP_DONE, SCHEDULE, purge_finished
from signon.kernel import clock

pytestmark = pytest.mark.usefixtures("app")


def states_after(wait: timedelta) -> set[str]:
    with time_machine.travel(clock.now() + wait):
        purge_finished()
    db.session.remove()
    return {state for (state,) in db.session.query(Job.state)}


def test_done_and_dead_jobs_go_in_time_and_waiting_ones_stay() -> None:
    for _ in range(3):
        queue.enqueue("email", {})
    done, dead = queue.claim(2, 120)
    queue.finish(done)
    queue.bury(dead, "550")

    day = timedelta(days=1)
    assert states_after(KEEP_DONE - day) == {"done", "dead", "waiting"}
    assert states_after(KEEP_DONE + day) == {"dead", "waiting"}
    assert states_after(KEEP_DEAD + day) == {"waiting"}


def test_the_purges_are_scheduled_daily() -> None:
    runs = [(task.run, task.every) for task in SCHEDULE]

    assert runs == [(purge_finished, timedelta(days=1)), (journal.purge, timedelta(days=1))]
