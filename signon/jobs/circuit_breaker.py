"""Channels that are down, as one worker knows them."""

import time
from datetime import timedelta

from signon.jobs.retry import outage_delay


class CircuitBreakers:
    """Which kinds of work are left alone just now, and for how long.

    Kept by the monotonic clock: when somebody sets the clock of the machine, mail still leaves.
    """

    def __init__(self) -> None:
        self._failures: dict[str, int] = {}
        self._until: dict[str, float] = {}

    def begin(self, kind: str) -> timedelta:
        """Note that the channel failed once more; return how long it is left alone."""
        self._failures[kind] = self._failures.get(kind, 0) + 1
        wait = outage_delay(self._failures[kind])
        self._until[kind] = time.monotonic() + wait.total_seconds()
        return wait

    def end(self, kind: str) -> None:
        """Note that the channel works."""
        self._failures.pop(kind, None)
        self._until.pop(kind, None)

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of work that are left alone just now."""
        now = time.monotonic()
        return tuple(kind for kind, until in self._until.items() if until > now)

    def delay(self, kind: str) -> timedelta:
        """Return how long the kind of work is still left alone."""
        return timedelta(seconds=max(0.0, self._until.get(kind, 0) - time.monotonic()))
