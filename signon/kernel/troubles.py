"""What is wrong with a database, in words for whoever runs it; never with what a statement held."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

from sqlalchemy.exc import DBAPIError, OperationalError

MIGRATE = "bring the tables up to date: flask --app wsgi db upgrade"
HOUSE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Trouble:
    """What is wrong. `passes`: waiting a little may help."""

    words: str
    passes: bool = False


_LOCKED = Trouble("the database is locked by somebody else", passes=True)
_SLOW = Trouble("a statement took too long and was cancelled", passes=True)
_AWAY = Trouble("the database cannot be reached", passes=True)
_ADDRESS = Trouble("DATABASE_URL cannot be used")
_FULL = Trouble("the disk of the database is full")
_READ_ONLY = Trouble("the database can only be read")
_ROLE = Trouble("the role of DATABASE_URL may not do this")
_TABLES = Trouble(f"a table is missing; {MIGRATE}")
_SCHEMA = Trouble(f"a column is missing; {MIGRATE}")
_FILE = Trouble("the file of the database cannot be opened")
_DAMAGED = Trouble("the file of the database is damaged; put a backup in place")

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_SQLSTATE = {
    "3F000": _ROLE,  # of a schema that it may not use, PostgreSQL says that there is none
    "25006": _READ_ONLY,
    "28000": _ROLE,
    "28P01": _ROLE,
    "3D000": Trouble("there is no such database"),
    "40P01": _LOCKED,
    "40001": _LOCKED,
    "42501": _ROLE,
    "42703": _SCHEMA,
    "42P01": _TABLES,
    "53100": _FULL,
    "53300": Trouble("the database takes no more connections", passes=True),
    "55P03": _LOCKED,
    "57014": _SLOW,
}
# https://www.sqlite.org/rescode.html
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _FULL,
    sqlite3.SQLITE_CANTOPEN: _FILE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def of(error: BaseException) -> Trouble | None:
    """Return what is wrong with the database, None when `error` is about something else."""
    for one in _chain(error):
        if isinstance(one, DBAPIError):
            known = _known(one.orig)
            if known or isinstance(one, OperationalError):
                return known or _AWAY
    return None


def reason_of(error: BaseException) -> str:
    """Return why there is no connection to PostgreSQL, "" for any other trouble.

    It may name the server and the role: it is for whoever runs a command, and for no page.
    """
    raised = next((one.orig for one in _chain(error) if isinstance(one, DBAPIError)), None)
    is_named = isinstance(raised, sqlite3.Error) or getattr(raised, "sqlstate", None)
    return "" if raised is None or is_named else " ".join(str(raised).split())


def place_of(error: BaseException) -> str:
    """Return where in the house an error came from, the innermost place first."""
    for one in reversed(list(_chain(error))):
        if found := _places(one.__traceback__):
            return " < ".join(found)
    return "elsewhere"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _known(raised: BaseException | None) -> Trouble | None:
    if isinstance(raised, sqlite3.Error):
        words = str(raised)
        if "no such table" in words:
            return _TABLES
        if "no such column" in words or "has no column" in words:
            return _SCHEMA
        return _BY_SQLITE_CODE.get((getattr(raised, "sqlite_errorcode", None) or 0) & 0xFF)
    if "invalid connection option" in str(raised):
        return _ADDRESS
    return _BY_SQLSTATE.get(getattr(raised, "sqlstate", None) or "")


def _places(trace: TracebackType | None) -> list[str]:
    own = [frame for frame in extract_tb(trace) if frame.filename.startswith(str(HOUSE / "signon"))]
    return [f"{frame.filename[len(str(HOUSE)) + 1 :]}:{frame.lineno}" for frame in reversed(own)]
