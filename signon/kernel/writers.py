"""How many of a process's threads may write, or wait to write, at one time.

A web server has few threads. While somebody holds the database's lock, each visitor who wants to
write would keep one waiting, and soon nobody could read a page either.
"""

import threading

MOST = 5
"""Writers at one time in one process; the other threads of a web worker stay free for readers."""

PATIENCE = 3.0
"""Seconds that one more waits for a place, less than the database itself waits for its lock.

In a rush each place is free again within milliseconds; on a slow machine they add up.
"""

_places = threading.BoundedSemaphore(MOST)
_stuck = threading.Event()


def take_place() -> bool:
    """Take one of the places; False when there is none.

    Once somebody has waited in vain, nobody waits any more until one has written.
    """
    if _places.acquire(timeout=0 if _stuck.is_set() else PATIENCE):
        return True
    _stuck.set()
    return False


def leave_place() -> None:
    """Give the place back."""
    _places.release()


def wrote() -> None:
    """Note that one has written, so that waiting is worth something."""
    _stuck.clear()
