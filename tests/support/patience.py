"""A guard against what never ends. It measures nothing: it only breaks off what hangs."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE = 60
"""Seconds, many times what the slowest of these should ever take."""


class NeverEnds(AssertionError):
    """The guarded block was broken off."""


@contextmanager
def must_end(seconds: float = PATIENCE) -> Iterator[None]:
    """Break off the block after `seconds` with `NeverEnds`. For the main thread, not nested."""
    before = signal.signal(signal.SIGALRM, _break_off)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _break_off(number: int, frame: FrameType | None) -> None:
    raise NeverEnds
