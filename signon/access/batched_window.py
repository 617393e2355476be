"""Counting far from a limit: in this process first, and a few at a time where all processes count.

Most networks send one form a day. To write that down for all processes at once would cost every
visitor a way to the database, for a limit of hundreds that hardly anybody comes near.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from limits import RateLimitItem
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from signon.kernel import clock

PARTS = 32
"""A process keeps less than one part in so many of a limit to itself: 6 of 240, none of 63."""

KEPT = 10_000


@dataclass
class _Count:
    """What is counted here and nowhere else yet, and what all had counted when we last asked."""

    ends: float
    waiting: int = 0
    used: int = 0


class BatchedWindow(FixedWindowRateLimiter):
    """The fixed window of the `limits` library that asks its storage only now and then.

    The nearer the limit, the fewer are kept here: one process alone is exact, and each further one
    lets at most one part in `parts` more pass.
    """

    def __init__(self, storage: Storage, parts: int = PARTS):
        super().__init__(storage)
        self._parts = parts
        self._lock = threading.Lock()
        self._here: OrderedDict[str, _Count] = OrderedDict()

    def hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Count so many attempts; tell whether they are within the limit."""
        key = item.key_for(*identifiers)
        with self._lock:
            count = self._count(key, item.get_expiry())
            count.waiting += cost
            if count.waiting < (item.amount - count.used) // self._parts:
                return True
            amount, count.waiting = count.waiting, 0
        count.used = self.storage.incr(key, item.get_expiry(), amount)
        return count.used <= item.amount

    def _count(self, key: str, seconds: int) -> _Count:
        now = clock.now().timestamp()
        count = self._here.get(key)
        if count is None or now >= count.ends:
            count = self._here[key] = _Count(now + seconds)
            if len(self._here) > KEPT:
                self._here.popitem(last=False)
        return count
