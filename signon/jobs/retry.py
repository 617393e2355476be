"""How failures are told apart, and how long a failed job waits."""

import random
from datetime import timedelta

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)

MAX_ATTEMPTS = 55
"""Seven attempts in the first hour, then one an hour: a mail is tried for about two days."""

FIRST_OUTAGE_DELAY = timedelta(seconds=5)
LONGEST_OUTAGE_DELAY = timedelta(minutes=1)


class JobFailure(Exception):
    """A job failed in a way its handler understands. The code names nobody: a class or number."""

    def __init__(self, error_code: str):
        super().__init__(error_code)
        self.error_code = error_code


class Retry(JobFailure):
    """It may work later."""


class Refused(JobFailure):
    """It will never work: the job is dead, and a person may look at it."""


class Undecided(JobFailure):
    """It was refused, and nobody can tell yet whether the job or the channel is to blame.

    It waits like one that may work later, but is never given up for that.
    """


class Outage(JobFailure):
    """The whole channel is down. No job is to blame, so no attempt is counted."""


def delay(attempts: int, rng: random.Random) -> timedelta:
    """Return how long to wait after so many attempts: doubling, capped, spread by ±20 %."""
    doublings = min(max(attempts, 1) - 1, 10)
    planned: timedelta = min(FIRST_DELAY * 2**doublings, LONGEST_DELAY)
    return planned * rng.uniform(0.8, 1.2)


def outage_delay(failures: int) -> timedelta:
    """Return how long a channel is left alone after so many failures in a row."""
    doublings = min(max(failures, 1) - 1, 10)
    longer: timedelta = FIRST_OUTAGE_DELAY * 2**doublings
    return min(longer, LONGEST_OUTAGE_DELAY)
