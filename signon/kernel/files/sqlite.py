"""The file of an SQLite database, and the write-ahead log beside it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine, make_url

from signon.kernel.database import BUSY_TIMEOUT_MS

WHAT_NOW = "Put a backup in place: `flask --app wsgi backup restore FILE --replace`."
"""What somebody is told whose database is damaged."""


def empty_log(engine: Engine) -> None:
    """Let SQLite's write-ahead log keep nothing of what has been erased since; else do nothing.

    Rows are overwritten in the file itself (`secure_delete`), but the log holds them until it is
    written anew. A reader may be in the way: then it is done another time.
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        connection.close()


def sqlite_file(url: URL | str) -> Path | None:
    """Return the file of an SQLite database; None for one in memory, or on another engine."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def log_of(file: Path) -> Path:
    """Return where SQLite keeps the write-ahead log of a database: apart, it belongs to nothing."""
    return file.with_name(file.name + "-wal")


def fold_log(file: Path) -> None:
    """Write what still stands in the write-ahead log into its database, and leave no log.

    For when nobody else has the file open. Raises SQLite's errors.
    """
    if not log_of(file).exists():
        return
    with closing(sqlite3.connect(file, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def is_damaged(file: Path) -> bool:
    """Tell whether an SQLite database is malformed: 0.3 s for 84 MB. One not there yet is not.

    Indexes are not compared with their tables: `integrity_check`, which does, takes thrice as long.
    """
    if not file.exists():
        return False
    with closing(sqlite3.connect(file, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
        except sqlite3.OperationalError:
            return False  # it is busy, or cannot be opened: its users will hear of that
        except sqlite3.DatabaseError:
            return True
