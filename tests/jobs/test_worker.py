"""The worker goes on, whatever its jobs do."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from signon.extensions import db
from signon.jobs import queue
from signon.jobs.models import Job
from signon.jobs.queue import Claimed
from signon.jobs.registry import Handler
from signon.jobs.retry import MAX_ATTEMPTS, Outage, Refused, Retry
from signon.jobs.schedule import Scheduled, run_scheduled
from signon.jobs.worker import BATCH, LEASE_SECONDS, Worker, work
from signon.kernel import clock, database
from tests.support import postgres
from tests.support.jobs import dead_jobs, waiting_jobs

Handlers = dict[str, Handler]


class Recorder:
    """A handler that does what it is told and remembers whom it saw."""

    def __init__(self, *failures: Exception):
        self.failures = list(failures)
        self.seen: list[str] = []
        self.rests = 0

    def __call__(self, job: Claimed) -> None:
        self.seen.append(job.ref)
        if self.failures:
            raise self.failures.pop(0)

    def rest(self) -> None:
        self.rests += 1


def drain() -> None:
    work(True, threading.Event())


def jobs() -> dict[str, Job]:
    db.session.remove()
    return {job.ref: job for job in db.session.scalars(select(Job))}


def test_a_worker_does_all_that_is_due_and_then_rests(handlers: Handlers) -> None:
    handlers["mail"] = recorder = Recorder()
    refs = [queue.enqueue("mail", {}) for _ in range(BATCH + 5)]

    drain()

    assert recorder.seen == refs
    assert {job.state for job in jobs().values()} == {"done"}
    assert recorder.rests >= 1


def test_work_of_an_unknown_kind_is_dead_and_visible(handlers: Handlers) -> None:
    handlers.clear()
    queue.enqueue("nobody_knows", {})

    drain()

    [dead] = dead_jobs()
    assert dead.last_error == "unknown_kind"


def test_one_poisoned_job_does_not_stop_the_others(handlers: Handlers) -> None:
    handlers["mail"] = Recorder(ValueError("Amina Haddad <amina@example.org>"))
    poisoned, healthy = queue.enqueue("mail", {}), queue.enqueue("mail", {})

    drain()

    assert jobs()[healthy].state == "done"
    assert jobs()[poisoned].state == "waiting"
    assert jobs()[poisoned].last_error == "ValueError"


def test_the_log_names_the_job_and_the_error_but_nobody(
    handlers: Handlers, caplog: pytest.LogCaptureFixture
) -> None:
    handlers["mail"] = Recorder(ValueError("Amina Haddad <amina@example.org>"))
    ref = queue.enqueue("mail", {"to": "amina@example.org"})

    drain()

    assert ref in caplog.text
    assert "ValueError" in caplog.text
    assert "mina" not in caplog.text


def test_a_failed_job_waits_longer_each_time(handlers: Handlers) -> None:
    handlers["mail"] = Recorder(Retry("451"), Retry("451"))
    ref = queue.enqueue("mail", {})
    drain()
    first = jobs()[ref].due_at - clock.now()

    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        drain()
        second = jobs()[ref].due_at - clock.now()

    assert timedelta(seconds=20) < first < timedelta(seconds=40)
    assert timedelta(seconds=45) < second < timedelta(seconds=75)


def test_a_job_is_given_up_after_its_last_attempt(handlers: Handlers) -> None:
    handlers["mail"] = Recorder(*[Retry("451")] * MAX_ATTEMPTS)
    queue.enqueue("mail", {})

    for hours in range(0, 2 * MAX_ATTEMPTS, 2):
        with time_machine.travel(clock.now() + timedelta(hours=hours)):
            drain()

    [dead] = dead_jobs()
    assert (dead.attempts, dead.last_error) == (MAX_ATTEMPTS, "451")


def test_a_job_that_kills_its_worker_each_time_is_given_up(handlers: Handlers) -> None:
    handlers["mail"] = recorder = Recorder()
    queue.enqueue("mail", {})
    for crash in range(MAX_ATTEMPTS):
        with time_machine.travel(clock.now() + crash * timedelta(seconds=LEASE_SECONDS + 1)):
            assert queue.claim(1, LEASE_SECONDS)

    with time_machine.travel(clock.now() + timedelta(days=1)):
        drain()

    assert recorder.seen == []
    assert [job.last_error for job in dead_jobs()] == ["too_many_attempts"]


def test_a_job_that_kills_its_worker_does_not_take_its_neighbours_along(
    handlers: Handlers,
) -> None:
    class KilledError(BaseException):
        pass

    def kill(job: Claimed) -> None:
        if job.ref == poison:
            raise KilledError

    handlers["mail"] = kill
    poison, *neighbours = [queue.enqueue("mail", {}) for _ in range(5)]

    for crash in range(30):
        with (
            time_machine.travel(clock.now() + crash * timedelta(seconds=LEASE_SECONDS + 1)),
            suppress(KilledError),
        ):
            drain()

    assert {jobs()[ref].state for ref in neighbours} == {"done"}
    assert jobs()[poison].state == "waiting"


def test_a_refused_job_is_dead_at_once(handlers: Handlers) -> None:
    handlers["mail"] = Recorder(Refused("550"))
    queue.enqueue("mail", {"to": "a@example.org"})

    drain()

    [dead] = dead_jobs()
    assert (dead.last_error, dead.payload) == ("550", {"to": "a@example.org"})


def test_an_outage_blames_no_job_and_stops_no_other_kind(handlers: Handlers) -> None:
    handlers["mail"] = mail = Recorder(Outage("timeout"))
    handlers["other"] = other = Recorder()
    waiting = [queue.enqueue("mail", {}) for _ in range(2 * BATCH)]
    queue.enqueue("other", {})

    drain()

    assert len(mail.seen) == 1
    assert len(other.seen) == 1
    assert [jobs()[ref].attempts for ref in waiting] == [0] * len(waiting)
    with time_machine.travel(clock.now() + timedelta(seconds=6)):
        drain()
    assert waiting_jobs() == 0


def test_a_stopped_worker_finishes_its_job_and_gives_the_rest_back(handlers: Handlers) -> None:
    stop = threading.Event()
    handlers["mail"] = lambda job: stop.set()
    first, *rest = [queue.enqueue("mail", {}) for _ in range(5)]

    work(False, stop)

    assert jobs()[first].state == "done"
    assert [jobs()[ref].attempts for ref in rest] == [0] * 4
    assert len(queue.claim(10, LEASE_SECONDS)) == 4


def test_a_lease_that_may_run_out_is_renewed_first(handlers: Handlers) -> None:
    late = clock.now() + timedelta(seconds=LEASE_SECONDS - 10)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        handlers["mail"] = lambda job: traveller.move_to(late)
        handlers["other"] = lambda job: expected_leases.append(lease_left(job))
        expected_leases: list[float] = []
        queue.enqueue("mail", {}, priority=1)
        queue.enqueue("other", {})

        drain()

    assert expected_leases == [LEASE_SECONDS]


def lease_left(job: Claimed) -> float:
    due_at = db.session.scalar(select(Job.due_at).where(Job.id == job.id))
    assert due_at is not None
    return (due_at - clock.now()).total_seconds()


def test_a_job_that_another_worker_has_taken_over_is_skipped(handlers: Handlers) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:

        def dawdle(job: Claimed) -> None:
            traveller.shift(LEASE_SECONDS + 1)
            assert len(queue.claim(10, LEASE_SECONDS)) == 2

        handlers["slow"] = dawdle
        handlers["mail"] = recorder = Recorder()
        slow, other = queue.enqueue("slow", {}, priority=1), queue.enqueue("mail", {})

        drain()

    assert recorder.seen == []
    assert {jobs()[slow].state, jobs()[other].state} == {"waiting"}


def test_scheduled_work_runs_in_the_worker(handlers: Handlers, schedule: list[Scheduled]) -> None:
    runs: list[int] = []
    handlers["scheduled"] = run_scheduled
    schedule.append(Scheduled("tests.often", timedelta(hours=1), lambda: runs.append(1)))

    drain()
    drain()

    assert runs == [1]


@pytest.mark.usefixtures("app")
def test_a_worker_outlives_a_database_that_goes_away(handlers: Handlers) -> None:
    handlers["mail"] = recorder = Recorder()
    worker = Worker(threading.Event())
    queue.enqueue("mail", {})

    with a_database_that_blinks():
        rounds = [worker.run_batch(patient=True) for _ in range(3)]

    assert any(rounds)
    assert len(recorder.seen) == 1


@pytest.mark.usefixtures("app")
def test_a_mail_is_not_sent_twice_because_the_database_blinks(handlers: Handlers) -> None:
    with ExitStack() as stack:
        seen: list[str] = []

        def send(job: Claimed) -> None:
            seen.append(job.ref)
            stack.enter_context(a_database_that_blinks())

        handlers["mail"] = send
        ref = queue.enqueue("mail", {})

        drain()

    assert seen == [ref]
    assert jobs()[ref].state == "done"


@contextmanager
def a_database_that_blinks() -> Iterator[None]:
    """Take the database away for a moment: end its connections, or lock its file."""
    db.session.remove()
    if db.engine.dialect.name == "postgresql":
        postgres.end_connections(db.engine)
        yield
        return
    lock = sqlite3.connect(str(db.engine.url.database), check_same_thread=False)
    lock.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, lock.close).start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "BUSY_TIMEOUT_MS", 10)
            yield
    finally:
        db.session.remove()
        db.engine.dispose()  # patient connections again
