"""Verbs for lists that are brought in: read, written, undone, and their people forgotten.

A file that was read waits with its rows until a lead has seen them. What takes long is begun here
and done by the worker (`running`), in portions of one command each.
"""

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from signon.audit import trail
from signon.extensions import db
from signon.imports import keeping, policy, standing
from signon.imports.drafts import Sheet, Terms
from signon.imports.models import (
    DONE,
    LEFT,
    READ,
    UNDOING,
    UNDONE,
    WAITING,
    WRITING,
    Import,
    ImportRow,
)
from signon.imports.records import ACCEPTED, DUPLICATE, Judged, Reading, Wishes
from signon.jobs.queue import enqueue
from signon.kernel import clock
from signon.papers.queries import PublicPaper, paper_by_id
from signon.submissions.models import new_public_id
from signon.transaction import command

WRITE, UNDO, ASK = "imports.write", "imports.undo", "imports.ask"
LATER = 60
"""The priority of jobs that may take long."""

_EMPTY: dict[str, Any] = {"fields": {}, "cells": []}


@command
def keep(paper: PublicPaper, sheet: Sheet, reading: Reading, wishes: Wishes, *, lead: str) -> str:
    """Keep what was read of a file until a lead has looked at it; return its public id."""
    run = Import(
        public_id=new_public_id(),
        paper_id=paper.id,
        filename=keeping.kept_name(sheet.filename),
        sha256=hashlib.sha256(sheet.content).hexdigest(),
        content=sheet.content,
        language="",
        started_by=lead,
        started_at=clock.now(),
        **_as_read(reading, wishes),
    )
    db.session.add(run)
    db.session.flush()
    _keep_rows(run, reading.rows)
    return run.public_id


@command
def read_again(run: Import, reading: Reading, wishes: Wishes) -> None:
    """Keep what the same file says when it is read otherwise. Raises `AlreadyBegun`."""
    row = locked(run.public_id)
    if row.stage != READ:
        raise policy.AlreadyBegun
    for name, value in _as_read(reading, wishes).items():
        setattr(row, name, value)
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == row.id))
    _keep_rows(row, reading.rows)


@command
def write(run: Import, terms: Terms, *, lead: str) -> None:
    """Let the rows be written that can be; the file itself is deleted.

    Raises `AlreadyBegun`, `ColumnOpen` while a question about columns has no answer, and
    `NothingNew` where no row would be written.
    """
    row = locked(run.public_id)
    if row.stage != READ:
        raise policy.AlreadyBegun
    if row.found["ambiguous"]:
        raise policy.ColumnOpen
    number = _count(row, WAITING)
    if not number:
        raise policy.NothingNew
    row.stage, row.content, row.written_by = WRITING, None, lead
    row.evidence, row.language = terms.evidence, terms.language
    row.lists_at_once = terms.lists_at_once
    trail.record("import", _paper_of(row), actor=lead, run=row.public_id, number=number)
    enqueue(WRITE, {"run": row.public_id}, subject=row.public_id, priority=LATER)


@command
def drop(run: Import) -> None:
    """Delete a file that was read and not written, with its rows. Raises `AlreadyBegun`."""
    row = locked(run.public_id)
    if row.stage != READ:
        raise policy.AlreadyBegun
    db.session.delete(row)


@command
def undo(run: Import, *, lead: str) -> None:
    """Let everything be deleted that was written of a list and not touched since.

    Raises `NotUndoable` for what was never written, or is being undone.
    """
    row = locked(run.public_id)
    if row.stage not in (WRITING, DONE):
        raise policy.NotUndoable
    row.stage, row.undo_asked_by = UNDOING, lead
    trail.record("undo_import", _paper_of(row), actor=lead, run=row.public_id)
    enqueue(UNDO, {"run": row.public_id}, subject=row.public_id, priority=LATER)


@command
def ask_all(run: Import, *, lead: str) -> None:
    """Let every mailbox of a list be asked whether it is right, that has not said so yet.

    Each is asked once, however often this is pressed. Raises `NotUndoable` while it is not written.
    """
    row = locked(run.public_id)
    if row.stage != DONE:
        raise policy.NotUndoable
    row.all_asked_by = lead
    trail.record("ask_import", _paper_of(row), actor=lead, run=row.public_id)
    enqueue(ASK, {"run": row.public_id}, subject=row.public_id, priority=LATER)


@command
def note_taken(run: Import, *, lead: str) -> None:
    """Write into the trail that a lead took the rows along."""
    trail.record("take_import", _paper_of(run), actor=lead, run=run.public_id)


@command
def forget_people(row_ids: Collection[int]) -> None:
    """Empty what sheets said of those behind entries, by key, and what said the same again."""
    theirs = ImportRow.endorsement_id.in_(row_ids)
    written = select(ImportRow.import_id, ImportRow.record).where(theirs)
    places = [tuple(place) for place in db.session.execute(written)]
    same = [
        (ImportRow.import_id == run) & (ImportRow.duplicate_of == record) for run, record in places
    ]
    again = ImportRow.standing_id.in_(row_ids) & (ImportRow.status == DUPLICATE)
    whose = or_(theirs, again, *same)
    db.session.execute(update(ImportRow).where(whose).values(**_EMPTY))


@command
def forget_old() -> None:
    """Delete files that nobody brought in, and what rows said whose run was long enough ago."""
    now = clock.now()
    lying = (Import.stage == READ) & (Import.started_at < now - policy.READ_FOR)
    for run in db.session.scalars(select(Import).where(lying)):
        db.session.delete(run)
    ended = func.coalesce(Import.undo_finished_at, Import.finished_at)
    over = Import.emptied_at.is_(None) & Import.stage.in_((DONE, UNDONE))
    for run in db.session.scalars(select(Import).where(over, ended < now - policy.ROWS_FOR)):
        _empty(run, ImportRow.import_id == run.id)


def locked(public_id: str) -> Import:
    """Return a run that nobody else changes until the command ends."""
    wanted = select(Import).where(Import.public_id == public_id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def _empty(run: Import, which: Any) -> None:
    db.session.execute(update(ImportRow).where(which).values(**_EMPTY))
    run.found = {**run.found, "left_out": [], "ambiguous": []}
    run.emptied_at = clock.now()


def _as_read(reading: Reading, wishes: Wishes) -> dict[str, Any]:
    return {
        "wishes": keeping.wishes_as_json(wishes),
        "found": {**keeping.found_of(reading), "newest": standing.newest()},
        "header_key": keeping.header_key(reading.header),
    }


def _keep_rows(run: Import, rows: Sequence[Judged]) -> None:
    """Write down rows as they were judged, and what stands under the paper already beside them."""
    if not rows:
        return
    beside = standing.judged_beside(standing.of_paper(run.paper_id), rows)
    nothing = {"import_id": run.id, "standing_id": None}
    kept = [
        {**nothing, **keeping.columns_of(row), **changes}
        for row, changes in zip(rows, beside, strict=True)
    ]
    for values in kept:
        values["outcome"] = WAITING if values["status"] == ACCEPTED else LEFT
    db.session.execute(insert(ImportRow), kept)


def _count(run: Import, outcome: str) -> int:
    mine = (ImportRow.import_id == run.id, ImportRow.outcome == outcome)
    return db.session.scalars(select(func.count()).where(*mine)).one()


def _paper_of(run: Import) -> str:
    """Return the public id of the paper, of which the trail speaks."""
    return paper_by_id(run.paper_id).public_id
