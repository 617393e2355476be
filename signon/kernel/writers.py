"""How many of a process's threads may write, or wait to write, at one time.

A web server has few threads. While somebody holds the database's lock, each visitor who wants to
write would keep one waiting, and soon nobody could read a page either.
"""

import threading
import time

MOST = 5
"""Writers at one time in one process; the other threads of a web worker stay free for readers."""

MOST_COUNTERS = 2
"""Likewise for the counters of limits on PostgreSQL, which are written in a millisecond."""

STANDSTILL = 1.0
"""Seconds in which nobody of a process has written before those without a place wait no longer.

In a rush each place is free again within milliseconds. This is also how long readers may find
every thread taken, once, when somebody begins to hold the database.
"""

PATIENCE = 3.0
"""Seconds that somebody waits for a place while others write, less than for the lock itself."""


class Places:
    """The places of one process; while nothing can be written there is one, to see when it can."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._changed = threading.Condition()
        self._wrote_at = 0.0
        self.taken = 0
        self.is_stuck = False

    def take(self) -> bool:
        """Take a place; False when there is none, at once while nothing can be written."""
        begun = time.monotonic()
        with self._changed:
            while self.taken >= (1 if self.is_stuck else self.most):
                standstill = max(begun, self._wrote_at) + STANDSTILL - time.monotonic()
                if standstill <= 0:
                    self._stick()
                left = min(standstill, begun + PATIENCE - time.monotonic())
                if self.is_stuck or left <= 0:
                    return False
                self._changed.wait(left)
            self.taken += 1
            return True

    def leave(self) -> None:
        """Give the place back."""
        with self._changed:
            self.taken -= 1
            self._changed.notify()

    def wrote(self) -> None:
        """Note that one has written, so that waiting is worth something."""
        with self._changed:
            self._wrote_at, self.is_stuck = time.monotonic(), False
            self._changed.notify_all()

    def in_vain(self) -> None:
        """Note that one has waited for the lock as long as anybody may."""
        with self._changed:
            self._stick()

    def _stick(self) -> None:
        self.is_stuck = True
        self._changed.notify_all()


places = Places()
counters = Places(MOST_COUNTERS)
