"""Where the tiles of the tree stand in the database, and what reads the tree out of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, select

from signon.extensions import db
from signon.log import tiles, tree
from signon.log.models import LogTile

_TILES: Any = LogTile.__table__


def loader(connection: Connection) -> tiles.Load:
    """Return what loads a tile; it raises `LookupError` when there is no such tile."""

    def load(level: int, number: int) -> bytes:
        asked = select(_TILES.c.hashes).where(_TILES.c.level == level, _TILES.c.number == number)
        found: bytes | None = connection.scalar(asked)
        if found is None:
            raise LookupError(f"no tile {level}/{number}")
        return found

    return load


def reader(connection: Connection) -> tree.Reader:
    """Return what reads the tree, as it stands in the database."""
    return tiles.reader(loader(connection))


@contextmanager
def one_moment() -> Iterator[Connection]:
    """Lend a connection whose statements all see the log of one moment."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":  # SQLite reads one moment by itself
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection
