"""Scenes that many tests begin with: made by the service once, put back row by row from then on."""

import itertools
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any, Generic, NamedTuple, TypeVar

from flask import current_app

from signon.access import throttle
from signon.audit import seal
from signon.extensions import db
from signon.kernel import clock
from signon.log import noted
from tests.support.pages import evict_pages

Value = TypeVar("Value")
KEEPS = "tests.scenes"
"""The extension of an app whose databases are emptied after every test."""

LASTS = timedelta(hours=1)
NEVER_EMPTIED = {"alembic_version", "peppers"}
"""Tables that are never emptied."""

_numbers = itertools.count(1)


class Known(NamedTuple):
    """A scene as it was made in one database."""

    value: Any
    at: datetime
    put_back: Callable[[], None]
    head: bytes


@dataclass
class Kept(Generic[Value]):
    """A scene; `make` makes it, and returns what tests want to know of it.

    It begins in an empty database, or in another scene that was set there before and is part of it
    from then on. What is returned must be no row, for a row belongs to the session that found it.
    Putting a scene back costs a fifth to a twentieth of making it. It is made anew for a test that
    lives at another time.
    """

    make: Callable[[], Value]
    number: int = field(default_factory=partial(next, _numbers))
    known: dict[str, Known] = field(default_factory=dict)

    def can_be_set(self) -> bool:
        """Tell whether the app is one of the house with nothing in its database yet."""
        return KEEPS in current_app.extensions and _in_raw(_is_empty)

    def set(self) -> Value:
        """Set the scene in the database of the app, in place of any other; return what is known."""
        database, now = str(db.engine.url), clock.now()
        known = self.known.get(database)
        if known is None or not known.at <= now <= known.at + LASTS:
            value = self.make()
            db.session.rollback()
            put_back = _in_raw(partial(_note, f"kept_{self.number}"))
            self.known[database] = Known(value, now, put_back, seal.place().read_bytes())
            return value
        db.session.rollback()  # it may have looked already, and would see nothing of this
        if not _in_raw(_is_empty):
            empty()
        known.put_back()
        seal.place().write_bytes(known.head)
        return known.value


def empty() -> None:
    """Leave nothing in the database of the app, nor of it in this process."""
    _in_raw(_delete_rows)
    evict_pages()
    seal.forget()
    noted.forget()
    current_app.extensions.pop(throttle.PLACE, None)  # what this process alone has counted


def _delete_rows(raw: Any) -> None:
    """Empty the tables in one go and one transaction, beneath SQLAlchemy: it runs 4000 times."""
    if isinstance(raw, sqlite3.Connection):
        raw.executescript(f"BEGIN IMMEDIATE; {_deletions()}; COMMIT")
    else:
        raw.execute(_deletions(), prepare=False)
        raw.commit()


@cache
def _deletions() -> str:
    """Return the statements that empty every table, those that point at others first."""
    tables = reversed(db.metadata.sorted_tables)
    return "; ".join(str(one.delete()) for one in tables if one.name not in NEVER_EMPTIED)


def _in_raw(act: Callable[[Any], Any]) -> Any:
    """Do something with a connection beneath SQLAlchemy, so that no value is read or converted."""
    with db.engine.connect() as connection:
        return act(connection.connection.driver_connection)


def _is_empty(raw: Any) -> bool:
    found = "SELECT 1 FROM campaigns UNION ALL SELECT 1 FROM audit_entries LIMIT 1"
    return raw.execute(found).fetchone() is None


def _note(schema: str, raw: Any) -> Callable[[], None]:
    """Keep the rows of every table; return what puts them back."""
    names = [one.name for one in db.metadata.sorted_tables if one.name not in NEVER_EMPTIED]
    filled = [name for name in names if raw.execute(f"SELECT 1 FROM {name}").fetchone()]
    if isinstance(raw, sqlite3.Connection):
        kept = {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in filled}
        return partial(_in_raw, partial(_put_back, kept))
    there = [f"DROP SCHEMA IF EXISTS {schema} CASCADE", f"CREATE SCHEMA {schema}"]
    copies = [f"CREATE TABLE {schema}.{name} AS SELECT * FROM {name}" for name in filled]
    raw.execute("; ".join([*there, *copies]), prepare=False)
    raw.commit()
    return partial(_in_raw, partial(_copy_back, schema, filled))


def _put_back(kept: dict[str, list[tuple[Any, ...]]], raw: sqlite3.Connection) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for name, rows in kept.items():
        places = ", ".join("?" * len(rows[0]))
        raw.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
    raw.execute("COMMIT")


def _copy_back(schema: str, names: list[str], raw: Any) -> None:
    copies = (f"INSERT INTO {name} SELECT * FROM {schema}.{name}" for name in names)
    raw.execute("; ".join(copies), prepare=False)
    raw.commit()
