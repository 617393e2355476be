"""Real worker processes, to be killed at the worst moment."""

import os
import random
import time
from multiprocessing.process import BaseProcess as Process

from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import update

from signon.extensions import db
from signon.jobs.models import JOBS, WAITING
from signon.kernel import clock
from signon.transaction import command
from tests.support.programs import FORKS
from tests.support.smtp import Sink

PATIENCE = 30
"""Seconds after which a worker that does nothing fails the test."""


def start(app: Flask, mail_port: int, *options: str) -> Process:
    """Start `flask worker` on the database of `app`, delivering to a port of this machine."""
    environment = {
        "SIGNON_MODE": "sample",
        "SECRET_KEY": app.config["SECRET_KEY"],
        "DATA_DIR": app.config["DATA_DIR"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "BASE_URL": app.config["BASE_URL"],
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(mail_port),
    }
    process = FORKS.Process(target=_work, args=(environment, options))
    process.start()
    return process


def _work(environment: dict[str, str], options: tuple[str, ...]) -> None:
    os.environ.update(environment)
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    from wsgi import app

    app.cli.main(["worker", *options], obj=ScriptInfo(create_app=lambda: app))


def kill_while_it_works(app: Flask, server: Sink, rng: random.Random) -> None:
    """Start a worker, and kill it -9 at some moment soon after its first mail."""
    seen = len(server.mails)
    process = start(app, server.port)
    try:
        deadline = time.monotonic() + PATIENCE
        while len(server.mails) == seen and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.2))
    finally:
        process.kill()
        process.join(PATIENCE)
    assert len(server.mails) > seen, "the worker did nothing"


def drain(app: Flask, server: Sink) -> None:
    """Let one worker do what is due and end by itself."""
    process = start(app, server.port, "--once")
    try:
        process.join(PATIENCE)
        assert process.exitcode == 0
    finally:
        process.kill()
        process.join(PATIENCE)


@command
def let_leases_run_out() -> None:
    """Let the two minutes pass after which the jobs of a dead worker are due again."""
    db.session.execute(update(JOBS).where(JOBS.c.state == WAITING).values(due_at=clock.now()))
