"""Whether the log is whole, is the one that was signed, and says what the public lists say."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from signon.log import keys, leaves, notes, queries, tiles, tree, trust
from signon.log.models import (
    LogCheckpoint,
    LogHead,
    LogLeaf,
    LogLine,
    LogOpening,
    LogPending,
    LogTile,
)
from signon.log.notes import NotGenuine
from signon.papers.models import Paper
from signon.signatories import queries as signatories
from signon.signatories.models import Signatory

_LEAVES: Any = LogLeaf.__table__
_TILES: Any = LogTile.__table__
_LINES: Any = LogLine.__table__
_OPENINGS: Any = LogOpening.__table__
_CHECKPOINTS: Any = LogCheckpoint.__table__

PORTION = 500
"""Rows that are in memory at once."""


@dataclass
class Replayed:
    """What the leaves say, read from the first to the last, and what does not fit among them."""

    size: int = 0
    edge: list[bytes] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)
    """Of the sizes that were signed."""
    standing: dict[str, set[str]] = field(default_factory=dict)
    """Commitments by the list that they stand on."""
    findings: list[str] = field(default_factory=list)


def findings() -> Iterator[str]:
    """Yield one sentence for everything that is not as it should be; nothing when all is well.

    Entries that wait for the worker are not compared.
    """
    with queries.one_moment() as connection:
        signed = connection.execute(select(_CHECKPOINTS).order_by(_CHECKPOINTS.c.size)).all()
        size = connection.scalar(select(LogHead.size)) or 0
        read = _replay(connection, {row.size for row in signed})
        yield from read.findings
        if read.size != size:
            yield f"There are {read.size} leaves, and the head says {size}."
        yield from _tiles(connection, read)
        yield from _signatures(signed, read)
        yield from _lists(connection, read)
    fault = trust.fault_of_now() if read.size == size else None
    if fault:
        yield fault.words


def _replay(connection: Connection, sizes: set[int]) -> Replayed:
    read = Replayed()
    asked = select(_LEAVES).order_by(_LEAVES.c.number)
    for row in _rows(connection, asked):
        if row.number != read.size:
            read.findings.append(f"Leaf {read.size} is missing.")
            return read
        entry = row.entry.encode()
        tree.grow(read.edge, read.size, tree.leaf_hash(entry))
        read.size += 1
        if read.size in sizes:
            read.roots[read.size] = tree.root_of_edge(read.edge)
        _apply(read, row.number, row.entry)
    return read


def _apply(read: Replayed, number: int, entry: str) -> None:
    """Let a leaf do to the lists what it says."""
    try:
        said = json.loads(entry)
        standing = read.standing.setdefault(said.get("list", ""), set())
        if said["kind"] == leaves.LIST and said["digest"] != leaves.digest(standing):
            read.findings.append(f"Leaf {number} says that a list is another than it was.")
        if said.get("before") and said["before"] not in standing:
            read.findings.append(f"Leaf {number} is about a line that did not stand there.")
        standing.discard(said.get("before"))
        standing.update([said["after"]] if said.get("after") else [])
    except (ValueError, KeyError, AttributeError):
        read.findings.append(f"Leaf {number} is malformed.")


def _tiles(connection: Connection, read: Replayed) -> Iterator[str]:
    """Compare the tiles, each with those below it, and with the leaves."""
    below: dict[tuple[int, int], bytes] = {}
    for row in _rows(connection, select(_TILES).order_by(_TILES.c.level, _TILES.c.number)):
        found = tiles.hashes(row.hashes)
        if row.level and any(
            below.get((row.level - 1, row.number * tiles.WIDTH + at)) != one
            for at, one in enumerate(found)
        ):
            yield f"Tile {row.level}/{row.number} is not made of those below it."
        if len(found) == tiles.WIDTH:
            below[row.level, row.number] = tree.fold(found)
    try:
        whole = tree.root(read.size, queries.reader(connection))
    except LookupError as error:
        yield f"The tree cannot be read: {error}."
        return
    if whole != tree.root_of_edge(read.edge):
        yield "The tree is not that of the leaves."


def _signatures(signed: Any, read: Replayed) -> Iterator[str]:
    public = keys.for_checking()
    for row in signed:
        try:
            known = notes.read(row.note, public) if public else None
        except NotGenuine:
            known = None
        if known is None:
            yield f"Checkpoint {row.size} is not signed with the key of this place."
        elif (known.size, known.root) != (row.size, read.roots.get(row.size)):
            yield f"Checkpoint {row.size} is not of these leaves."


def _lists(connection: Connection, read: Replayed) -> Iterator[str]:
    """Compare the public lists with what stands on them as the log says."""
    waiting = set(connection.scalars(select(LogPending.public_id).distinct()))
    names = {row.id: row.public_id for row in connection.execute(select(Paper.id, Paper.public_id))}
    known = select(_LINES, _OPENINGS.c.salt, _OPENINGS.c.line)
    known = known.join(_OPENINGS, _OPENINGS.c.public_id == _LINES.c.public_id, isouter=True)
    standing: dict[str, Any] = {row.public_id: row for row in _rows(connection, known)}
    for row in standing.values():
        if row.commitment not in read.standing.get(names[row.paper_id], set()):
            yield f"No leaf says that entry {row.public_id} stands on its list."
    if sum(map(len, read.standing.values())) > len(standing):
        yield "Leaves say of lines that they stand on lists, and nothing else knows of them."
    public = set(connection.scalars(select(Signatory.public_id)))
    for public_id in sorted(standing.keys() - public - waiting):
        yield f"The log says that entry {public_id} is public, and it is not."
    for public_id in sorted(public - standing.keys() - waiting):
        yield f"Entry {public_id} is public, and the log does not say so."
    yield from _openings(standing, sorted(public & standing.keys() - waiting))


def _openings(standing: dict[str, Any], public_ids: list[str]) -> Iterator[str]:
    for begin in range(0, len(public_ids), PORTION):
        records = signatories.records_of(public_ids[begin : begin + PORTION])
        for public_id, (_, record) in records.items():
            row = standing[public_id]
            if row.line is None or not _opens(row, leaves.stated(record)):
                yield f"Entry {public_id} reads otherwise than the log says."


def _opens(row: Any, line: dict[str, Any]) -> bool:
    return row.commitment == leaves.commitment(line, row.salt)


def _rows(connection: Connection, asked: Any) -> Iterator[Any]:
    with connection.execution_options(yield_per=PORTION).execute(asked) as found:
        yield from found
