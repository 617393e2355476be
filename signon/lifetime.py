"""From the start of a process to its end: it holds the data folder, and leaves the database whole.

An SQLite database whose last process just dies leaves a write-ahead log beside it. Whoever then
copies an older file over the database has a damaged one as soon as it is opened.
"""

import atexit
import logging
import sqlite3
from pathlib import Path

import click
from flask import Flask

from signon.extensions import db
from signon.kernel.files import sqlite
from signon.kernel.files.folderlock import LOCK, FolderInUse, FolderLock, if_alone
from signon.site import logs

PATIENCE = 10
"""Seconds that a start waits for another process that tidies up; a restore takes longer."""

log = logging.getLogger(__name__)


class BeingRestored(SystemExit):
    """The process does not start: what it would use is being put in place."""

    def __init__(self) -> None:
        super().__init__("Signon does not start: a backup is being restored; try again afterwards.")


class DamagedDatabase(SystemExit):
    """The process does not start: what it would accept could not be kept."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"Signon does not start: {file} is damaged. {sqlite.WHAT_NOW}")


def begin(app: Flask) -> None:
    """Hold the data folder, with all others that use it, and see to the end of the process.

    Raises `BeingRestored` while `backup restore` has the folder, and `DamagedDatabase` in a web
    server whose database is malformed; a command may be there to mend it. Children of this
    process that are forked hold the folder too, and do the same at their end.
    """
    is_command = click.get_current_context(silent=True) is not None
    level = logging.WARNING if is_command else logging.INFO
    logs.begin(json_lines=app.config["LOG_FORMAT"] == "json", level=level)
    lock = FolderLock(Path(app.config["DATA_DIR"]))
    try:
        lock.share(PATIENCE)
    except FolderInUse:
        raise BeingRestored from None
    app.extensions[LOCK] = lock
    atexit.register(end, app)
    if not is_command:
        _require_whole(app)


def end(app: Flask) -> None:
    """Close every connection; the last process of all lets no write-ahead log stay."""
    file = close_connections(app)
    app.extensions[LOCK].release()
    if file is None or not sqlite.log_of(file).exists():
        return
    try:
        if_alone(Path(app.config["DATA_DIR"]), lambda: sqlite.fold_log(file))
    except (OSError, sqlite3.Error) as error:
        log.error("the write-ahead log stays: %s", type(error).__name__)


def _require_whole(app: Flask) -> None:
    with app.app_context():
        file = sqlite.sqlite_file(db.engine.url)
    if file is not None and sqlite.is_damaged(file):
        raise DamagedDatabase(file)


def close_connections(app: Flask) -> Path | None:
    """Close the connections that nobody uses; return the file of an SQLite database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        return sqlite.sqlite_file(db.engine.url)
