"""`flask worker`: the process that delivers mail and runs scheduled work."""

import logging
import signal
import threading

import click
from flask.cli import with_appcontext

from signon.extensions import db
from signon.jobs.worker import work
from signon.kernel import database


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@with_appcontext
def worker(once: bool) -> None:
    """Deliver mail and run scheduled work until stopped.

    Several workers may run at once, on one machine or on many. SIGTERM and Ctrl-C let the worker
    finish what it has in hand; if it is killed, what it had in hand is done by another one within
    two minutes.
    """
    file = database.sqlite_file(db.engine.url)
    if file is not None and database.is_damaged(file):
        raise click.ClickException(f"{file} is damaged. {database.WHAT_NOW}")
    logging.getLogger("signon").setLevel(logging.INFO)  # other commands say what they do
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work(once, stop)
