"""An SQLite database: copied while it is used, and put in place of another one."""

import fcntl
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from signon.backup.archive import Snapshot
from signon.backup.errors import BackupError
from signon.extensions import db
from signon.kernel.files.places import sync_folder, to_owner_of
from signon.kernel.files.sqlite import fold_log, sqlite_file

ENGINE = "sqlite"
MEMBER = "database.sqlite3"

# Where SQLite's file format has its locks: whoever has a database open in WAL mode holds one there.
_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510


def file() -> Path:
    """Return the file of the database of this installation."""
    found = sqlite_file(db.engine.url)
    if found is None:
        raise BackupError("A database in memory has no backup.")
    return found


def home() -> Path:
    """Return the folder in which a database is got ready, so that it can be moved in place."""
    return file().parent


def dump(folder: Path) -> Snapshot:
    """Copy the database as of one moment into `folder`, and check the copy."""
    if is_empty():
        raise BackupError(f"There is no database at {file()}.")
    target = folder / MEMBER
    with closing(sqlite3.connect(file())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, whoever opens it
    check(target)
    return _snapshot(target)


def check(database: Path) -> None:
    """Raise `BackupError` unless a database is whole, and every row refers to something."""
    with closing(sqlite3.connect(database)) as connection:
        try:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
            stray = connection.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The database is damaged: {error}.") from error
    if found != ("ok",) or stray is not None:
        raise BackupError("The database is damaged: it did not pass SQLite's integrity check.")


def require_free() -> None:
    """Raise `BackupError` while another process has the database open."""
    if not file().exists():
        return
    # Closing the file gives up the locks of this process on it, so it must have none.
    with file().open("rb+") as database:
        try:
            fcntl.lockf(database, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except (BlockingIOError, PermissionError):
            raise BackupError("The database is in use: stop web server and worker first.") from None


def is_empty() -> bool:
    """Tell whether there is no database yet."""
    return not file().exists() or file().stat().st_size == 0


def stage(folder: Path) -> str:
    """Return the address of the database that was unpacked into `folder`, after a look at it."""
    check(folder / MEMBER)
    return f"sqlite:///{folder / MEMBER}"


def swap(folder: Path) -> None:
    """Put the database that is ready in `folder` in place of the one here: either is whole.

    The older one's log goes first, for it would be taken for the new one's.
    """
    ready, target = folder / MEMBER, file()
    fold_log(ready)
    check(ready)
    to_owner_of(ready, target if target.exists() else target.parent)
    with ready.open("rb") as database:
        os.fsync(database.fileno())
    _drop_log(target)
    ready.rename(target)
    sync_folder(target.parent)


def clear() -> None:
    """Leave nothing behind: what was unpacked goes with its folder."""


def _drop_log(target: Path) -> None:
    if target.exists():
        # Folded in, it is whole until the very moment; one that is damaged cannot be.
        with suppress(sqlite3.Error):
            fold_log(target)
    for ending in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    sync_folder(target.parent)


def _snapshot(database: Path) -> Snapshot:
    with closing(sqlite3.connect(database)) as connection:
        try:
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            head = connection.execute("SELECT number, hash FROM audit_head").fetchone()
        except sqlite3.OperationalError:
            revision = None
    if revision is None:
        raise BackupError("The database has no tables of Signon: run `flask db upgrade` first.")
    number, said = head or (0, "")
    return Snapshot(ENGINE, revision[0], audit_number=number, audit_hash=said)
