"""How many requests were answered, by all processes of one web server together.

The numbers lie in memory that the workers share, because the server makes it before it forks them.
Each process writes into a row of its own, so that none waits for another and none that is killed
leaves a lock behind. Two processes whose numbers meet in a row may lose a count now and then.
"""

import mmap
import os
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any

from flask import Flask, current_app

PLACE = "signon.requests"
ROWS = 256
METHODS = ("GET", "POST", "other")
CLASSES = ("2xx", "3xx", "4xx", "5xx")
_WIDTH = len(METHODS) * len(CLASSES)
_BYTES = 8


class Counts:
    """The shared numbers."""

    def __init__(self) -> None:
        self._numbers = memoryview(mmap.mmap(-1, ROWS * _WIDTH * _BYTES)).cast("Q")
        self._lock = Lock()

    def add(self, method: str, status: int) -> None:
        """Count one answer."""
        column = METHODS.index(method if method in METHODS else METHODS[-1]) * len(CLASSES)
        column += min(max(status // 100 - 2, 0), len(CLASSES) - 1)
        with self._lock:
            self._numbers[os.getpid() % ROWS * _WIDTH + column] += 1

    def of(self, column: int) -> int:
        """Return what all processes have counted in one column."""
        return sum(self._numbers[row * _WIDTH + column] for row in range(ROWS))


class Counted:
    """WSGI middleware: counts every answer, whoever gives it."""

    def __init__(self, app: Any, counts: Counts):
        self.app, self.counts = app, counts

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as the app does."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            self.counts.add(environ["REQUEST_METHOD"], int(status[:3]))
            return start_response(status, headers, *error)

        answer: Iterable[bytes] = self.app(environ, start)
        return answer


def init_app(app: Flask) -> None:
    """Begin to count; to be called once everything that answers stands behind `app.wsgi_app`."""
    counts = app.extensions[PLACE] = Counts()
    app.wsgi_app = Counted(app.wsgi_app, counts)  # type: ignore[method-assign]


def samples() -> Iterator[tuple[dict[str, str], float]]:
    """Yield how many answers there were, by method and class of status."""
    counts: Counts = current_app.extensions[PLACE]
    for row, method in enumerate(METHODS):
        for column, status in enumerate(CLASSES):
            yield {"method": method, "status": status}, counts.of(row * len(CLASSES) + column)
