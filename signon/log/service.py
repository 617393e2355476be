"""Verbs of the log: note what changed, add it to the tree, sign a checkpoint, accept a restore.

A command that changes a list writes a row for each of its lines, and nothing else. The worker adds
the leaves: one at a time, by the lock on the head, however many workers there are.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, insert, literal, select, update

from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.prepared import Prepared
from signon.kernel.upsert import insert_for
from signon.log import comparing, keys, leaves, noted, notes, queries, tiles, tree, trust
from signon.log.comparing import Step
from signon.log.models import (
    LogCheckpoint,
    LogHead,
    LogLeaf,
    LogLine,
    LogList,
    LogOpening,
    LogPending,
    LogTile,
)
from signon.log.notes import Checkpoint
from signon.log.trust import Fault
from signon.papers.models import Paper
from signon.signatories.models import Signatory
from signon.transaction import after_commit, command, running_connection

SLICE = 500
"""Entries of one command: some 100 ms, and so long who signs on SQLite waits for it."""

_PENDING: Any = LogPending.__table__
_LINES: Any = LogLine.__table__
_NOTED = ["paper_id", "public_id", "noted_at"]
_NOTE = Prepared(insert(_PENDING).inline(), _NOTED)


class SetBack(Exception):
    """The log is not the one of which checkpoints were signed: nothing is added or signed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.words)


class NothingToAccept(DomainError):
    """The log agrees with what was signed of it, or with nothing at all."""

    message = "There is nothing to accept."


@command
def note(paper_id: int, public_ids: Collection[str]) -> None:
    """Let the worker look at entries of a list, which came onto it, left it or read otherwise."""
    now = clock.now()
    rows = [{"paper_id": paper_id, "public_id": one, "noted_at": now} for one in public_ids]
    if len(rows) == 1:  # what most commands do
        _NOTE.within(running_connection(), rows[0])
    elif rows:
        running_connection().execute(_NOTE.statement, rows)


@command
def close(paper_id: int, public_ids: Collection[str]) -> None:
    """Note entries that left a list, and erase at once what opens their commitments."""
    theirs = delete(LogOpening).where(LogOpening.public_id.in_(public_ids))
    db.session.execute(theirs, execution_options={"synchronize_session": False})
    note(paper_id, public_ids)


@command
def note_all(paper_id: int | None = None) -> None:
    """Let the worker look at every entry of a list, or of all of them, as if each had changed."""
    for table in (Signatory, LogLine):
        known = select(
            table.paper_id, table.public_id, literal(clock.now(), _PENDING.c.noted_at.type)
        )
        if paper_id is not None:
            known = known.where(table.paper_id == paper_id)
        db.session.execute(insert(_PENDING).from_select(_NOTED, known))


@command
def advance() -> bool:
    """Add some of what waits to the log, and sign a checkpoint if there was none this minute.

    Returns whether more waits. Raises `SetBack` when the log is not the one that was signed,
    `NoKey` and errors of the system when the key cannot be had.
    """
    size = _lock_head()
    connection = running_connection()
    fault = trust.fault(connection, size, noted.kept())
    if fault is not None:
        raise SetBack(fault)
    _keep_first(connection)
    first = select(_PENDING.c.id, _PENDING.c.public_id).order_by(_PENDING.c.id).limit(SLICE)
    waiting = connection.execute(first).all()
    if waiting:
        steps = comparing.steps(connection, [row.public_id for row in waiting])
        size = _record(size, steps)
        done = _PENDING.c.id.in_([row.id for row in waiting])
        connection.execute(delete(_PENDING).where(done))
    _sign(size)
    return len(waiting) == SLICE


@command
def accept_restore() -> str:
    """Go on from an older state, as who runs the service has seen to; return what was wrong.

    A leaf says for ever which state was lost. Raises `NothingToAccept` when all agrees, and
    `SetBack` when the tree agrees with no checkpoint of the database, which is no restore.
    """
    size = _lock_head()
    fault = trust.fault(running_connection(), size, noted.kept())
    if fault is None:
        raise NothingToAccept
    if fault.is_broken:
        raise SetBack(fault)
    lost = fault.lost or Checkpoint("", 0, b"")
    size = _append(size, [leaves.of_restore(lost.size, lost.root.hex(), clock.now())])
    _sign(size, again=True)
    trail.record("log_restored", "log", actor=trail.SYSTEM, lost=lost.size, size=size)
    return fault.words


def _keep_first(connection: Connection) -> None:
    """Keep the first checkpoint now, where who signed it was killed before it was kept."""
    if noted.kept() == noted.BEGUN and (first := trust.newest(connection)) is not None:
        noted.keep(first.note)


def _lock_head() -> int:
    """Return how many leaves there are, which nobody else changes until we commit."""
    asked = select(LogHead.size).with_for_update()
    found = db.session.scalar(asked)
    if found is None:
        first = insert_for(db.session, LogHead.__table__).values(id=1, size=0)
        db.session.execute(first.on_conflict_do_nothing(index_elements=["id"]))
        found = db.session.scalar(asked)
    return found or 0


def _record(size: int, steps: Sequence[Step]) -> int:
    """Write what became of entries, and how their lists stand then; return the new size."""
    if not steps:
        return size
    now, papers = clock.now(), sorted({step.paper_id for step in steps})
    names = _names(papers)
    made = [leaves.of_change(names[one.paper_id][0], one.change, now) for one in steps]
    numbered = list(enumerate(steps, size))
    size = _append(size, made)
    _stand(numbered)
    lists = [_of_list(paper_id, *names[paper_id], now) for paper_id in papers]
    placed = zip(papers, range(size, size + len(lists)), strict=True)
    size = _append(size, lists)
    for paper_id, leaf in placed:
        fresh = insert_for(db.session, LogList.__table__).values(paper_id=paper_id, leaf=leaf)
        known = fresh.on_conflict_do_update(index_elements=["paper_id"], set_={"leaf": leaf})
        db.session.execute(known)
    return size


def _stand(numbered: Sequence[tuple[int, Step]]) -> None:
    """Keep what stands on the lists now, and what opens it."""
    connection = running_connection()
    ids = [step.public_id for _, step in numbered]
    connection.execute(delete(LogOpening).where(LogOpening.public_id.in_(ids)))
    connection.execute(delete(_LINES).where(_LINES.c.public_id.in_(ids)))
    shown = [(number, step) for number, step in numbered if step.change.after]
    if not shown:
        return
    lines = [
        {
            "public_id": step.public_id,
            "paper_id": step.paper_id,
            "commitment": step.change.after,
            "leaf": number,
        }
        for number, step in shown
    ]
    connection.execute(insert(_LINES), lines)
    openings = [
        {"public_id": step.public_id, "salt": step.salt, "line": step.line} for _, step in shown
    ]
    connection.execute(insert(LogOpening), openings)


def _of_list(paper_id: int, name: str, slug: str, at: datetime) -> bytes:
    standing = select(_LINES.c.commitment).where(_LINES.c.paper_id == paper_id)
    found = running_connection().scalars(standing).all()
    return leaves.of_list(name, slug, len(found), leaves.digest(found), at)


def _names(paper_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return public id and slug of papers."""
    asked = select(Paper.id, Paper.public_id, Paper.slug).where(Paper.id.in_(paper_ids))
    return {row.id: (row.public_id, row.slug) for row in running_connection().execute(asked)}


def _append(size: int, entries: Sequence[bytes]) -> int:
    """Add leaves behind the first `size`; return how many there are then."""
    connection = running_connection()
    rows = [{"number": number, "entry": e.decode()} for number, e in enumerate(entries, size)]
    connection.execute(insert(LogLeaf), rows)
    hashes = [tree.leaf_hash(entry) for entry in entries]
    changed = tiles.appended(size, hashes, queries.loader(connection))
    fresh = insert_for(db.session, LogTile.__table__)
    kept = fresh.on_conflict_do_update(
        index_elements=["level", "number"], set_={"hashes": fresh.excluded.hashes}
    )
    grown = [
        {"level": level, "number": number, "hashes": tile}
        for (level, number), tile in changed.items()
    ]
    connection.execute(kept, grown)
    size += len(entries)
    connection.execute(update(LogHead).values(size=size))
    return size


def _sign(size: int, *, again: bool = False) -> None:
    """Sign the tree, if it grew and nothing was signed this minute.

    A clock that was ahead for a while and is right again holds nothing up: sizes are what counts.
    `again`: after a restore what is kept outside the database is replaced in any case.
    """
    connection = running_connection()
    last, minute = trust.newest(connection), clock.now().replace(second=0, microsecond=0)
    note: str | None = last.note if last else None
    if last is None or (last.size < size and not _is_signed_in(minute)):
        if not size:
            return
        if last is None:
            noted.begin()
        root = tree.root(size, queries.reader(connection))
        note = notes.sign(Checkpoint(keys.origin(), size, root), keys.for_signing())
        row = {"size": size, "minute": minute, "note": note}
        connection.execute(insert(LogCheckpoint), row)
    elif not again:
        return
    if note is not None:
        after_commit(partial(noted.keep, note, in_any_case=again))


def _is_signed_in(minute: datetime) -> bool:
    asked = select(LogCheckpoint.size).where(LogCheckpoint.minute == minute)
    return running_connection().scalar(asked) is not None
