"""Reads of the log: what its public addresses send, and the tiles that the tree is read from."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, bindparam, select

from signon.extensions import db, rows
from signon.kernel.prepared import Prepared
from signon.log import tiles, tree
from signon.log.models import LogCheckpoint, LogLeaf, LogOpening, LogTile
from signon.log.tiles import HEIGHT, WIDTH, Asked

_CHECKPOINTS: Any = LogCheckpoint.__table__
_LEAVES: Any = LogLeaf.__table__
_OPENINGS: Any = LogOpening.__table__
_TILES: Any = LogTile.__table__

_NEWEST = Prepared(
    select(_CHECKPOINTS.c.size, _CHECKPOINTS.c.note).order_by(_CHECKPOINTS.c.size.desc()).limit(1)
)
_TILE = Prepared(
    select(_TILES.c.hashes).where(
        _TILES.c.level == bindparam("level"), _TILES.c.number == bindparam("number")
    )
)
_ENTRIES = Prepared(
    select(_LEAVES.c.entry)
    .where(_LEAVES.c.number >= bindparam("first"), _LEAVES.c.number < bindparam("end"))
    .order_by(_LEAVES.c.number)
)


def checkpoint() -> str | None:
    """Return the newest signed note, None before the first."""
    found = rows(_NEWEST)
    return found[0].note if found else None


def is_provable(public_id: str) -> bool:
    """Tell whether an entry is public and its commitment can be opened."""
    return bool(rows(select(_OPENINGS.c.salt).where(_OPENINGS.c.public_id == public_id)))


def tile(asked: Asked) -> bytes | None:
    """Return a tile, or a bundle of entries; None for what is not under the newest checkpoint."""
    newest = rows(_NEWEST)
    level = asked.level or 0
    end = asked.number * WIDTH + asked.width
    if not newest or end > newest[0].size >> HEIGHT * level:
        return None
    if asked.level is None:
        return _bundle(asked.number * WIDTH, end)
    found = rows(_TILE, {"level": level, "number": asked.number})
    return found[0].hashes[: asked.width * tree.SIZE] if found else None


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


def _bundle(first: int, end: int) -> bytes:
    found = rows(_ENTRIES, {"first": first, "end": end})
    return tiles.bundle(row.entry.encode() for row in found)
