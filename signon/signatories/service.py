"""Keeps the public list: lines, words, tallies and revision move together, in one command."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from signon.events import tell
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.prepared import Prepared
from signon.kernel.text import collation, search
from signon.kernel.upsert import insert_for
from signon.papers.models import Paper
from signon.signatories import tallies
from signon.signatories.events import LinesAdded, LinesRemoved, ListChanged
from signon.signatories.fields import csv_line_of, line_version
from signon.signatories.lines import Former, SignatoryLine
from signon.signatories.models import (
    FormerEntry,
    ListState,
    Signatory,
    SignatoryWord,
    UnnamedSignatory,
)
from signon.site import changes
from signon.transaction import command, notes, running_connection

_LINES: Any = Signatory.__table__
_LOCK = Prepared(
    select(ListState.revision).where(ListState.paper_id == bindparam("paper")).with_for_update()
)
_LOCKED = "signon.locked_lists"
"""What a command notes of the lists that it has locked: one lock lasts until it ends."""

PORTION = 2000
"""Lines that are in memory at once when all of a list are made anew."""


@command
def lock_list(paper_id: int) -> None:
    """Keep everybody else from changing a paper's list until the running command ends."""
    held: set[int] = notes().setdefault(_LOCKED, set())
    if paper_id in held:
        return
    connection, paper = running_connection(), {"paper": paper_id}
    if not _LOCK.within(connection, paper):  # only the first entry of a paper finds none
        _ensure(paper_id)
        _LOCK.within(connection, paper)
    held.add(paper_id)


@command
def add(paper_id: int, *lines: SignatoryLine) -> None:
    """Put lines on a paper's list, with the words that find them and the numbers that count them.

    However many they are, it takes the same few statements.
    """
    touch(paper_id)
    zone = zone_of(paper_id)
    added = [_signatory(paper_id, line, zone) for line in lines]
    db.session.add_all(added)
    db.session.flush()
    index(added)
    tallies.count(added, +1)
    tell(LinesAdded(paper_id, [line.public_id for line in lines]))


@command
def add_unnamed(paper_id: int, *lines: SignatoryLine) -> None:
    """Count individuals who show no name: there is a number, and no line that could be found."""
    touch(paper_id)
    unnamed = [
        UnnamedSignatory(
            public_id=line.public_id, paper_id=paper_id, country=line.country, is_late=line.is_late
        )
        for line in lines
    ]
    db.session.add_all(unnamed)
    db.session.flush()
    tallies.count(unnamed, +1)


@command
def remove(paper_id: int, *public_ids: str) -> None:
    """Take lines off a paper's list, and unnamed ones out of its numbers, as they stand there.

    Removing what does not stand there is harmless.
    """
    touch(paper_id)
    lines = db.session.scalars(select(Signatory).where(Signatory.public_id.in_(public_ids))).all()
    unnamed: Sequence[UnnamedSignatory] = ()
    if len(lines) < len(public_ids):
        hidden = select(UnnamedSignatory).where(UnnamedSignatory.public_id.in_(public_ids))
        unnamed = db.session.scalars(hidden).all()
    if not lines and not unnamed:
        return
    tallies.count([*lines, *unnamed], -1)
    ids = [line.id for line in lines]
    db.session.execute(delete(SignatoryWord).where(SignatoryWord.signatory_id.in_(ids)))
    for found in (*lines, *unnamed):
        db.session.delete(found)
    db.session.flush()
    tell(LinesRemoved(paper_id, [line.public_id for line in lines]))


@command
def remember(paper_id: int, former: Former) -> None:
    """Remember that a line was taken back, so that its address still says something."""
    fresh = insert_for(db.session, FormerEntry.__table__)
    fresh = fresh.values(paper_id=paper_id, **asdict(former))
    db.session.execute(fresh.on_conflict_do_nothing(index_elements=["public_id"]))
    changes.note("paper", paper_id)


@command
def forget_reason(paper_id: int, public_id: str) -> None:
    """Take down the reason that is public of a line that was taken back."""
    own = (FormerEntry.paper_id == paper_id, FormerEntry.public_id == public_id)
    db.session.execute(update(FormerEntry).where(*own).values(reason=""))
    changes.note("paper", paper_id)


def index(lines: Sequence[Signatory]) -> None:
    """Write the words by which lines are found, which have none yet."""
    words = [
        {"paper_id": line.paper_id, "word": word, "signatory_id": line.id}
        for line in lines
        for word in search.words_of(line)
    ]
    if words:
        db.session.execute(insert(SignatoryWord), words)


@command
def remake_files(paper_id: int) -> None:
    """Make the stored file lines of a paper anew: its time zone has changed, and so their days.

    Called inside the command that changes it; only `PORTION` lines are in memory at once.
    """
    touch(paper_id)
    connection, last, time_zone = db.session.connection(), 0, zone_of(paper_id)
    of_paper = select(_LINES).where(_LINES.c.paper_id == paper_id).order_by(_LINES.c.id)
    made = update(_LINES).where(_LINES.c.id == bindparam("row_id"))
    made = made.values(csv_line=bindparam("made"))
    while lines := connection.execute(of_paper.where(_LINES.c.id > last).limit(PORTION)).all():
        remade = [{"row_id": row.id, "made": csv_line_of(row, time_zone)} for row in lines]
        connection.execute(made, remade)
        last = lines[-1].id


def _signatory(paper_id: int, line: SignatoryLine, zone: str) -> Signatory:
    columns = {name: getattr(line, name) for name in SignatoryLine.__slots__}
    return Signatory(
        **columns,
        paper_id=paper_id,
        sort_key=collation.sort_key(line.name),
        collator_version=collation.VERSION,
        words_version=line_version(),
        csv_line=csv_line_of(line, zone),
    )


def zone_of(paper_id: int) -> str:
    """Return the time zone of a paper, in which the days of its lines are counted."""
    return db.session.scalars(select(Paper.time_zone).where(Paper.id == paper_id)).one()


@command
def touch(paper_id: int) -> None:
    """Raise the revision of a list; until the running command ends nobody else changes it."""
    raised = (
        update(ListState)
        .where(ListState.paper_id == paper_id)
        .values(revision=ListState.revision + 1, changed_at=clock.now())
        .returning(ListState.revision)
    )
    if db.session.execute(raised).first() is None:
        _ensure(paper_id)
        db.session.execute(raised)
    changes.note("paper", paper_id)
    tell(ListChanged(paper_id))


def _ensure(paper_id: int) -> None:
    fresh = insert_for(db.session, ListState.__table__)
    fresh = fresh.values(paper_id=paper_id, revision=0, changed_at=clock.now())
    db.session.execute(fresh.on_conflict_do_nothing(index_elements=["paper_id"]))
