"""`flask worker`: the process that delivers mail and runs scheduled work."""

import logging
import signal
import threading

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from signon.extensions import db
from signon.jobs.worker import work
from signon.kernel import revisions, troubles
from signon.kernel.files import sqlite


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@with_appcontext
def worker(once: bool) -> None:
    """Deliver mail and run scheduled work until stopped.

    Several workers may run at once, on one machine or on many. SIGTERM and Ctrl-C let the worker
    finish what it has in hand; if it is killed, what it had in hand is done by another one within
    two minutes.
    """
    _require_usable(patient=not once)
    logging.getLogger("signon").setLevel(logging.INFO)  # other commands say what they do
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work(once, stop)


def _require_usable(*, patient: bool) -> None:
    """Refuse a database on which all work would fail; one that is away may come back."""
    file = sqlite.sqlite_file(db.engine.url)
    if file is not None and sqlite.is_damaged(file):
        raise click.ClickException(f"{file} is damaged. {sqlite.WHAT_NOW}")
    try:
        with db.engine.connect() as connection:
            fault = revisions.fault(connection)
    except DBAPIError as error:
        trouble = troubles.of(error)
        if patient and trouble and trouble.passes:
            return
        raise
    if fault:
        raise click.ClickException(f"{fault[0].upper()}{fault[1:]}.")
