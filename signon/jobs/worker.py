"""The worker: takes what is due, does it, and outlives what goes wrong."""

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from flask import current_app
from sqlalchemy.exc import DBAPIError

from signon.extensions import db
from signon.jobs import heartbeat, journal, queue, registry
from signon.jobs.circuit_breaker import CircuitBreakers
from signon.jobs.queue import Claimed
from signon.jobs.retry import MAX_ATTEMPTS, JobFailure, Outage, Refused, Undecided, delay
from signon.jobs.schedule import KIND, run_due
from signon.kernel import clock, troubles
from signon.kernel.errors import Busy

BATCH = 50
LEASE_SECONDS = 120
ENOUGH_LEASE = timedelta(seconds=60)
"""Connecting and sending may take 20 seconds each; a lease that may run out before is renewed."""

FEW_ATTEMPTS = 3
IDLE_SECONDS = 0.5
DATABASE_PAUSE_SECONDS = 1
BEAT_SECONDS = 10
TICK_SECONDS = 1

NOW = timedelta(0)

log = logging.getLogger(__name__)
_spread = random.Random()  # noqa: S311 - spreads retries over time, guards nothing


def work(once: bool, stop: threading.Event) -> None:
    """Do what is due, `once` or until `stop` is set. The database may go away and come back."""
    worker = Worker(stop)
    try:
        while not stop.is_set():
            if worker.run_batch(patient=not once):
                continue
            registry.rest()
            if once:
                break
            stop.wait(IDLE_SECONDS)
    finally:
        registry.rest()
        db.session.remove()


class Worker:
    """One worker: its name in the register, and the channels that it knows to be down."""

    def __init__(self, stop: threading.Event):
        self.stop = stop
        self.name = heartbeat.new_name()
        self.breakers = CircuitBreakers()
        self.is_time_to_beat = _Interval(BEAT_SECONDS)
        self.is_time_to_tick = _Interval(TICK_SECONDS)

    def run_batch(self, patient: bool) -> bool:
        """Do one batch; tell whether there was one. A `patient` worker waits for the database."""
        try:
            return self._batch() > 0
        except (Busy, DBAPIError) as error:
            db.session.remove()
            if not patient:
                raise
            trouble = troubles.of(error)
            words = trouble.words if trouble else type(error).__name__
            log.warning("database: %s, at %s", words, troubles.place_of(error))
            self.stop.wait(DATABASE_PAUSE_SECONDS)
            return False

    def _batch(self) -> int:
        self._beat()
        if self.is_time_to_tick():
            run_due(current_app.extensions["signon.schedule"])
        jobs = queue.claim(BATCH, LEASE_SECONDS, without=self.breakers.kinds())
        if any(job.attempts > FEW_ATTEMPTS for job in jobs):
            _spread.shuffle(jobs)  # one that kills its worker must not always come first
        registry.prepare(jobs)
        for job in jobs:
            db.session.remove()
            self._beat()
            self._attend(job)
        db.session.remove()
        return len(jobs)

    def _beat(self) -> None:
        if self.is_time_to_beat():
            heartbeat.beat(self.name)

    def _attend(self, job: Claimed) -> None:
        """Do the job, unless we are to stop, its channel is down, or it is no longer ours."""
        if self.stop.is_set():
            self._settle(lambda: queue.release(job, NOW), job)
        elif job.kind in self.breakers.kinds():
            self._settle(lambda: queue.release(job, self.breakers.delay(job.kind)), job)
        elif job.attempts > MAX_ATTEMPTS:
            self._bury(job, "too_many_attempts")
        elif self._is_still_ours(job):
            self._do(job)

    def _is_still_ours(self, job: Claimed) -> bool:
        if job.lease_until - clock.now() >= ENOUGH_LEASE:
            return True
        return queue.renew(job, LEASE_SECONDS)

    def _do(self, job: Claimed) -> None:
        handler = registry.find(job.kind)
        if handler is None:
            self._bury(job, "unknown_kind")
            return
        try:
            handler(job)
        except JobFailure as failure:
            self._fail(job, failure)
        except Exception as error:
            # Only the class: the message of an unforeseen error may hold personal data.
            name, place = type(error).__name__, troubles.place_of(error)
            log.error("job %s (%s) failed: %s at %s", job.ref, job.kind, name, place)
            self._retry(job, type(error).__name__)
        else:
            self.breakers.end(job.kind)
            if job.kind != KIND:
                journal.note(job.ref)
            self._settle(lambda: queue.finish(job), job)

    def _fail(self, job: Claimed, failure: JobFailure) -> None:
        how = {
            Refused: self._bury,
            Undecided: self._wait_for_others,
            Outage: self._wait_for_channel,
        }
        how.get(type(failure), self._retry)(job, failure.error_code)

    def _retry(self, job: Claimed, code: str) -> None:
        if job.attempts >= MAX_ATTEMPTS:
            self._bury(job, code)
            return
        wait = delay(job.attempts, _spread)
        log.warning("job %s (%s) is tried again: %s", job.ref, job.kind, code)
        self._settle(lambda: queue.retry(job, wait, code), job)

    def _wait_for_others(self, job: Claimed, code: str) -> None:
        """Let a refused job wait until others show that the channel works; give none up."""
        wait = delay(job.attempts, _spread)
        log.warning("job %s (%s) is refused, as all are since: %s", job.ref, job.kind, code)
        again = queue.retry if job.attempts < MAX_ATTEMPTS else queue.release
        self._settle(lambda: again(job, wait, code), job)

    def _bury(self, job: Claimed, code: str) -> None:
        log.error("job %s (%s) is dead: %s", job.ref, job.kind, code)
        self._settle(lambda: queue.bury(job, code), job)

    def _wait_for_channel(self, job: Claimed, code: str) -> None:
        wait = self.breakers.begin(job.kind)
        log.error("%s is down: %s, next try in %s s", job.kind, code, wait.seconds)
        self._settle(lambda: queue.release(job, wait, code), job)

    def _settle(self, say: Callable[[], bool], job: Claimed) -> None:
        """Say how the job ended, and insist while the lease lasts: it may not be done twice."""
        while True:
            try:
                say()
                return
            except (Busy, DBAPIError):
                db.session.remove()
                if clock.now() >= job.lease_until:
                    raise
                time.sleep(DATABASE_PAUSE_SECONDS)


class _Interval:
    """Says yes the first time it is asked, and then once in so many seconds."""

    def __init__(self, seconds: float):
        self.seconds, self.last = seconds, float("-inf")

    def __call__(self) -> bool:
        now = time.monotonic()
        if now - self.last < self.seconds:
            return False
        self.last = now
        return True
