"""What people may ask about the work."""

from datetime import timedelta

import pytest
import time_machine

from signon.jobs import heartbeat, queue
from signon.jobs.queries import (
    MailState,
    mail_state,
    seconds_since_heartbeat,
)
from signon.kernel import clock

pytestmark = pytest.mark.usefixtures("app")


def claim_one() -> queue.Claimed:
    [job] = queue.claim(1, 120)
    return job


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        (lambda job: queue.release(job, timedelta(0)), MailState("waiting", "")),
        (lambda job: queue.retry(job, timedelta(0), "451"), MailState("retrying", "451")),
        (lambda job: queue.finish(job), MailState("done", "")),
        (lambda job: queue.bury(job, "550"), MailState("dead", "550")),
    ],
)
def test_the_state_of_a_mail_is_found_by_what_it_is_about(ending: object, expected: object) -> None:
    queue.enqueue("email", {}, subject="s1")
    assert callable(ending)

    ending(claim_one())

    assert mail_state(["s1", "unknown"]) == {"s1": expected}


def test_a_mail_that_waits_for_its_reader_is_not_on_its_way() -> None:
    queue.enqueue("email.waiting", {}, subject="s1", due_at=clock.now() + timedelta(days=1))

    assert mail_state(["s1"]) == {"s1": MailState("delayed", "")}


def test_of_several_mails_about_one_thing_the_newest_counts() -> None:
    queue.enqueue("email", {}, subject="s1")
    queue.bury(claim_one(), "550")
    queue.enqueue("other", {}, subject="s1")

    queue.enqueue("email", {}, subject="s1")

    assert mail_state(["s1"]) == {"s1": MailState("waiting", "")}


def test_a_worker_that_is_alive_can_be_seen() -> None:
    assert seconds_since_heartbeat() is None

    heartbeat.beat("one")
    with time_machine.travel(clock.now() + timedelta(seconds=30), tick=False):
        seen = seconds_since_heartbeat()

    assert seen is not None
    assert 29 < seen < 31


def test_workers_not_seen_for_a_day_are_forgotten() -> None:
    heartbeat.beat("old")

    with time_machine.travel(clock.now() + timedelta(days=2)):
        heartbeat.beat(heartbeat.new_name())
        heartbeat.beat("old")
        seen = seconds_since_heartbeat()

    assert seen is not None
    assert seen < 5
