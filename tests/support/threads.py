"""Several at once: the same call in many threads, each with a session of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

from signon.extensions import db

T = TypeVar("T")

PATIENCE = 60
"""Seconds after which a thread that hangs fails the test."""


def at_once(app: Flask, threads: int, call: Callable[[], T]) -> list[T]:
    """Run `call` in so many threads that start together; return what each returned."""
    barrier = Barrier(threads)

    def run() -> T:
        with app.app_context():
            barrier.wait(PATIENCE)
            try:
                return call()
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(threads) as pool:
        started = [pool.submit(run) for _ in range(threads)]
        return [one.result(PATIENCE) for one in started]
