"""Scenes that many tests begin with: made by the service once, put back row by row from then on."""

import itertools
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from signon.audit import seal
from signon.extensions import db
from tests.conftest import KEPT_TABLES

Value = TypeVar("Value")
_numbers = itertools.count(1)


@dataclass
class Kept(Generic[Value]):
    """A scene in an empty database; `make` makes it, and returns what tests want to know of it.

    That must be no row, for a row belongs to the session that found it. Putting a scene back costs
    a twentieth of making it.
    """

    make: Callable[[], Value]
    known: dict[str, tuple[Value, Callable[[], None], bytes]] = field(default_factory=dict)

    def set(self) -> Value:
        """Set the scene in the database of the app; return what is known of it."""
        database = str(db.engine.url)
        if database not in self.known:
            value = self.make()
            db.session.remove()
            self.known[database] = (value, _in_raw(_note), seal.place().read_bytes())
            return value
        value, put_back, head = self.known[database]
        put_back()
        seal.place().write_bytes(head)
        return value


def _in_raw(act: Callable[[Any], Any]) -> Any:
    """Do something with a connection beneath SQLAlchemy, so that no value is read or converted."""
    with db.engine.connect() as connection:
        return act(connection.connection.driver_connection)


def _note(raw: Any) -> Callable[[], None]:
    """Keep the rows of every table; return what puts them back."""
    names = [one.name for one in db.metadata.sorted_tables if one.name not in KEPT_TABLES]
    filled = [name for name in names if raw.execute(f"SELECT 1 FROM {name}").fetchone()]
    if isinstance(raw, sqlite3.Connection):
        kept = {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in filled}
        return partial(_in_raw, partial(_put_back, kept))
    schema = f"kept_{next(_numbers)}"
    copies = [f"CREATE TABLE {schema}.{name} AS SELECT * FROM {name}" for name in filled]
    raw.execute("; ".join([f"CREATE SCHEMA {schema}", *copies]), prepare=False)
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
