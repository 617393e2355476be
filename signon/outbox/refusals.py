"""Whom a refusal is about: one mail, or all of them.

A relay that has a quota, a wrong address of ours on its list or a broken set-up refuses everybody
with a code that says "for ever" (554). So a refusal counts against a mail only when it is refused
again after another mail has got through, and not as one of many in a row.
"""

import time
from collections.abc import Collection
from math import inf

MOST_IN_A_ROW = 2
"""Refusals without one mail between them that gets through; with more, nobody is to blame."""

MOST_REMEMBERED = 10_000
"""Who is forgotten is refused once more before it is given up."""


class Refusals:
    """What one worker has seen since it began."""

    def __init__(self) -> None:
        self._accepted_at = -inf
        self._in_a_row = 0
        self._refused_at: dict[int, float] = {}
        self._to_try_again: set[int] = set()

    def accepted(self, job_id: int) -> Collection[int]:
        """Note that a mail got through; return the refused ones that can be judged now."""
        self._accepted_at, self._in_a_row = time.monotonic(), 0
        self._refused_at.pop(job_id, None)
        waiting, self._to_try_again = self._to_try_again - {job_id}, set()
        return waiting

    def blames(self, job_id: int) -> bool:
        """Note that a mail was refused; tell whether it is the mail that is to blame."""
        self._in_a_row += 1
        refused_at = self._refused_at.pop(job_id, inf)
        if self._accepted_at >= refused_at and self._in_a_row <= MOST_IN_A_ROW:
            return True
        if len(self._refused_at) >= MOST_REMEMBERED:
            self._refused_at.pop(next(iter(self._refused_at)))
        self._refused_at[job_id] = time.monotonic()
        self._to_try_again.add(job_id)
        return False
