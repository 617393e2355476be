"""Real worker processes, to be killed at the worst moment."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from signon.extensions import db
from signon.jobs.models import JOBS, WAITING
from signon.kernel import clock
from signon.transaction import command
from tests.support.smtp import Sink

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30
"""Seconds after which a worker that does nothing fails the test."""


def start(app: Flask, mail_port: int, *options: str) -> "subprocess.Popen[bytes]":
    """Start `flask worker` on the database of `app`, delivering to a port of this machine."""
    environment = {
        **os.environ,
        "SIGNON_MODE": "sample",
        "SECRET_KEY": app.config["SECRET_KEY"],
        "DATA_DIR": app.config["DATA_DIR"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "BASE_URL": app.config["BASE_URL"],
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(mail_port),
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", *options]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


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
        process.wait(PATIENCE)
    assert len(server.mails) > seen, "the worker did nothing"


def drain(app: Flask, server: Sink) -> None:
    """Let one worker do what is due and end by itself."""
    process = start(app, server.port, "--once")
    try:
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait(PATIENCE)


@command
def let_leases_run_out() -> None:
    """Let the two minutes pass after which the jobs of a dead worker are due again."""
    db.session.execute(update(JOBS).where(JOBS.c.state == WAITING).values(due_at=clock.now()))
