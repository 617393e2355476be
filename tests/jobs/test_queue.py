"""Claiming, leases, fences, and every way a job may end."""

from datetime import timedelta
from itertools import chain

import pytest
import time_machine
from flask import Flask

from signon.extensions import db
from signon.jobs import queue
from signon.jobs.models import Job
from signon.kernel import clock
from signon.transaction import command
from tests.support.threads import at_once

pytestmark = pytest.mark.usefixtures("app")
LEASE = 120


def the_job() -> Job:
    db.session.remove()
    return db.session.query(Job).one()


def claim_one() -> queue.Claimed:
    [job] = queue.claim(1, LEASE)
    return job


def test_a_job_is_written_with_the_change_it_belongs_to_or_not_at_all() -> None:
    @command
    def changes_its_mind() -> None:
        queue.enqueue("email", {"to": "a@example.org"})
        raise KeyError

    with pytest.raises(KeyError):
        changes_its_mind()

    assert queue.claim(10, LEASE) == []


def test_urgent_jobs_come_first_and_equals_in_their_order() -> None:
    mailing = queue.enqueue("email", {}, priority=90)
    ordinary = [queue.enqueue("email", {}) for _ in range(3)]
    confirmation = queue.enqueue("email", {}, priority=10)

    claimed = [job.ref for job in queue.claim(10, LEASE)]

    assert claimed == [confirmation, *ordinary, mailing]


def test_a_job_is_left_alone_before_it_is_due() -> None:
    queue.enqueue("email", {}, due_at=clock.now() + timedelta(hours=1))

    assert queue.claim(10, LEASE) == []
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1)):
        assert len(queue.claim(10, LEASE)) == 1


def test_kinds_that_are_left_out_are_not_claimed() -> None:
    queue.enqueue("email", {})
    other = queue.enqueue("other", {})

    assert [job.ref for job in queue.claim(10, LEASE, without=("email",))] == [other]


def test_a_claim_hands_over_the_whole_job() -> None:
    ref = queue.enqueue("email", {"to": "a@example.org"}, subject="p4per")

    job = claim_one()

    assert (job.ref, job.kind, job.subject) == (ref, "email", "p4per")
    assert (job.payload, job.attempts) == ({"to": "a@example.org"}, 1)


def test_four_claimers_at_once_never_get_the_same_job(app: Flask) -> None:
    for _ in range(60):
        queue.enqueue("email", {})

    shares = at_once(app, 4, lambda: list(chain(*(queue.claim(5, LEASE) for _ in range(5)))))

    claimed = [job.id for job in chain(*shares)]
    assert len(claimed) == len(set(claimed)) == 60


def test_an_abandoned_job_is_due_again_when_its_lease_runs_out() -> None:
    ref = queue.enqueue("email", {})
    queue.claim(1, LEASE)

    with time_machine.travel(clock.now() + timedelta(seconds=LEASE - 2)):
        assert queue.claim(1, LEASE) == []
    with time_machine.travel(clock.now() + timedelta(seconds=LEASE + 1)):
        again = claim_one()

    assert (again.ref, again.attempts) == (ref, 2)


def test_a_late_worker_cannot_finish_what_another_has_claimed() -> None:
    queue.enqueue("email", {})
    late = claim_one()
    with time_machine.travel(clock.now() + timedelta(seconds=LEASE + 1)):
        current = claim_one()

    answers = [
        queue.finish(late),
        queue.retry(late, timedelta(hours=9), "451"),
        queue.bury(late, "550"),
        queue.release(late, timedelta(hours=9)),
        queue.renew(late, LEASE),
    ]

    assert not any(answers)
    assert (the_job().state, the_job().attempts) == ("waiting", 2)
    assert queue.finish(current)


def test_a_finished_job_forgets_what_it_held() -> None:
    queue.enqueue("email", {"to": "a@example.org"})

    assert queue.finish(claim_one())

    job = the_job()
    assert (job.state, job.payload, job.lease_token) == ("done", None, None)
    assert job.finished_at is not None


def test_a_job_is_finished_only_once() -> None:
    queue.enqueue("email", {})
    job = claim_one()

    assert [queue.finish(job), queue.finish(job)] == [True, False]


def test_a_retried_job_waits_and_keeps_count() -> None:
    queue.enqueue("email", {})

    assert queue.retry(claim_one(), timedelta(minutes=5), "451")

    assert queue.claim(1, LEASE) == []
    assert (the_job().attempts, the_job().last_error) == (1, "451")
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert claim_one().attempts == 2


def test_a_released_job_was_never_tried() -> None:
    queue.enqueue("email", {})

    assert queue.release(claim_one(), timedelta(0))

    assert the_job().attempts == 0
    assert claim_one().attempts == 1


def test_a_job_that_is_released_without_a_reason_keeps_its_last_error() -> None:
    queue.enqueue("email", {})
    queue.retry(claim_one(), timedelta(0), "451")

    queue.release(claim_one(), timedelta(0))

    assert the_job().last_error == "451"


def test_a_dead_job_is_kept_and_can_be_revived() -> None:
    queue.enqueue("email", {"to": "a@example.org"})
    assert queue.bury(claim_one(), "550")
    assert queue.claim(1, LEASE) == []
    dead = the_job()
    assert (dead.state, dead.last_error) == ("dead", "550")

    assert queue.revive(dead.id)

    again = claim_one()
    assert (again.payload, again.attempts) == ({"to": "a@example.org"}, 1)
    assert not queue.revive(dead.id)


def test_a_renewed_lease_lasts_longer() -> None:
    queue.enqueue("email", {})
    job = claim_one()

    assert queue.renew(job, 10 * LEASE)

    with time_machine.travel(clock.now() + timedelta(seconds=2 * LEASE)):
        assert queue.claim(1, LEASE) == []
        assert queue.finish(job)


def test_a_long_error_is_cut() -> None:
    queue.enqueue("email", {})

    queue.bury(claim_one(), "x" * 500)

    assert the_job().last_error == "x" * queue.LONGEST_ERROR
