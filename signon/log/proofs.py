"""Files that prove what stands on a list to whoever has them and the key, without asking us.

A proof holds a leaf, its way up to the root of a signed checkpoint, and what opens the commitments
that the leaf is about. `docs/verify_list.py` checks one.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.log import keys, notes, queries, tree, trust
from signon.log.models import LogLeaf, LogLine, LogList, LogOpening

_LEAVES: Any = LogLeaf.__table__
_LINES: Any = LogLine.__table__
_LISTS: Any = LogList.__table__
_OPENINGS: Any = LogOpening.__table__

PORTION = 500
"""Rows that are in memory at once."""


class NotYet(DomainError):
    """What is asked for is not under a signed checkpoint, or never was."""

    status = 404
    message = N_("The log has not come to this yet. Please ask again in a minute.")


def of_list(paper_id: int, since: int | None) -> Iterator[bytes]:
    """Yield the proof of a whole list, as of the newest leaf about it.

    With `since`, the size of an older checkpoint, also every leaf from there on, and the edge of
    the tree that they are to be added to. Raises `NotYet` before the first octet.
    """
    with queries.one_moment() as connection:
        found = select(_LISTS.c.leaf).where(_LISTS.c.paper_id == paper_id)
        note, size, leaf = _signed(connection, connection.scalar(found))
        if since is not None and not 0 < since <= size:
            raise NotYet
        yield _opening(connection, note, size, leaf)
        yield from _lines(connection, paper_id)
        if since is not None:
            yield from _leaves(connection, since, size)
        yield b"}\n"


def of_line(paper_id: int, public_id: str) -> bytes:
    """Return the proof of one line that is public, by the leaf that says what it reads now.

    Raises `NotYet`.
    """
    with queries.one_moment() as connection:
        asked = select(_LINES.c.leaf, _OPENINGS.c.salt, _OPENINGS.c.line)
        asked = asked.join(_OPENINGS, _OPENINGS.c.public_id == _LINES.c.public_id)
        mine = (_LINES.c.paper_id == paper_id, _LINES.c.public_id == public_id)
        found = connection.execute(asked.where(*mine)).one_or_none()
        if found is None:
            raise NotYet
        note, size, leaf = _signed(connection, found.leaf)
        opened = _json({"salt": found.salt.hex(), "line": found.line})
        head = _opening(connection, note, size, leaf)
        return head + b',\n"lines": [' + opened.encode() + b'],\n"gone": []}\n'


def _signed(connection: Connection, leaf: int | None) -> tuple[str, int, int]:
    """Return the newest checkpoint that is above a leaf, its size, and the leaf."""
    last = trust.newest(connection)
    if last is None or leaf is None or leaf >= last.size:
        raise NotYet
    return last.note, last.size, leaf


def _opening(connection: Connection, note: str, size: int, leaf: int) -> bytes:
    entry = connection.scalar(select(_LEAVES.c.entry).where(_LEAVES.c.number == leaf))
    path = tree.inclusion_proof(leaf, size, queries.reader(connection))
    public = keys.for_checking()
    said = {
        "format": "signon-proof/1",
        "key": public and notes.verifier_key(note.partition("\n")[0], public),
        "checkpoint": note,
        "leaf": {
            "index": leaf,
            "entry": entry,
            "proof": [one.hex() for one in path],
            "sides": tree.sides(leaf, size),
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=0)[:-2].encode()


def _lines(connection: Connection, paper_id: int) -> Iterator[bytes]:
    """Yield what opens the commitments of a list, and those that nothing opens any more."""
    joined = _OPENINGS.c.public_id == _LINES.c.public_id
    opened = select(_OPENINGS.c.salt, _OPENINGS.c.line).join(_LINES, joined)
    opened = opened.where(_LINES.c.paper_id == paper_id).order_by(_LINES.c.commitment)
    yield b',\n"lines": ['
    made = ({"salt": row.salt.hex(), "line": row.line} for row in _rows(connection, opened))
    yield from _joined(map(_json, made))
    gone = select(_LINES.c.commitment).join(_OPENINGS, joined, isouter=True)
    gone = gone.where(_LINES.c.paper_id == paper_id, _OPENINGS.c.public_id.is_(None))
    gone = gone.order_by(_LINES.c.commitment)
    yield b'],\n"gone": ['
    yield from _joined(_json(row.commitment) for row in _rows(connection, gone))
    yield b"]"


def _leaves(connection: Connection, since: int, size: int) -> Iterator[bytes]:
    edge = [one.hex() for one in tree.edge(since, queries.reader(connection))]
    yield f',\n"since": {{"size": {since}, "edge": {_json(edge)}, "entries": ['.encode()
    between = (_LEAVES.c.number >= since, _LEAVES.c.number < size)
    entries = select(_LEAVES.c.entry).where(*between).order_by(_LEAVES.c.number)
    yield from _joined(_json(row.entry) for row in _rows(connection, entries))
    yield b"]}"


def _rows(connection: Connection, asked: Any) -> Iterator[Any]:
    with connection.execution_options(yield_per=PORTION).execute(asked) as found:
        yield from found


def _joined(pieces: Iterator[str]) -> Iterator[bytes]:
    """Yield pieces with commas between them, many at a time."""
    first, waiting = True, []
    for piece in pieces:
        waiting.append(f"\n{piece}" if first else f",\n{piece}")
        first = False
        if len(waiting) == PORTION:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
