"""`flask worker`."""

import signal
import threading

from click.testing import Result
from flask import Flask

from signon.jobs import queue
from signon.jobs.queries import backlog
from signon.jobs.registry import Handler


def test_worker_once_does_what_is_due_and_ends(app: Flask, handlers: dict[str, Handler]) -> None:
    handlers["mail"] = lambda job: None
    for _ in range(3):
        queue.enqueue("mail", {})

    result = run_worker(app, "--once")

    assert (result.exit_code, result.output) == (0, "")
    assert backlog().waiting == 0


def run_worker(app: Flask, *options: str) -> Result:
    kept = [(one, signal.getsignal(one)) for one in (signal.SIGTERM, signal.SIGINT)]
    try:
        return app.test_cli_runner().invoke(args=["worker", *options])
    finally:
        for one, handler in kept:
            signal.signal(one, handler)


def test_sigterm_ends_a_worker(app: Flask) -> None:
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGTERM])
    timer.start()

    assert run_worker(app).exit_code == 0
    timer.join()
