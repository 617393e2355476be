"""Lists written, undone and asked in portions: the worker's part of an import.

Each portion is one command that notes with every row what has become of it, so a run that is broken
off goes on where it was, and no row is written, undone or asked twice.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError

from signon.access.queries import leads_of
from signon.access.roles import Role
from signon.adding import service as adding
from signon.audit import trail
from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.entering import service as entering
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.imports import keeping, policy, standing
from signon.imports.models import (
    DONE,
    KEPT,
    LEFT,
    TAKEN_BACK,
    UNDOING,
    UNDONE,
    WAITING,
    WRITING,
    WRITTEN,
    Import,
    ImportRow,
)
from signon.imports.records import ACCEPTED
from signon.imports.service import ASK, LATER, UNDO, WRITE, locked
from signon.jobs.queue import Claimed, enqueue
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.organisations.kinds import KINDS
from signon.papers.queries import PublicPaper, paper_by_id, paper_by_slug
from signon.transaction import attempt, command

PORTION = 50
PORTIONS = 20
"""Of one job; the rest waits behind more urgent work."""

MAY_IMPORT = Role.MODERATOR

UNTOUCHED = (
    "enter",
    "receipt",
    "confirm",
    "publish",
    "hold",
    "reject",
    "restore",
    "ask",
    "erase_contact",
)
"""What may have been done to an entry that an undone import takes along all the same."""

_ROLE_GONE = N_("Whoever brought this list in may not do so any more.")
_STOPPED = N_("The list was undone before this row was written.")
_TOUCHED = N_("It was confirmed or changed since, and stays as it is.")


def write(job: Claimed) -> None:
    """Write some portions of a list."""
    _in_portions(job, WRITE, write_portion)


def undo(job: Claimed) -> None:
    """Undo some portions of a list."""
    _in_portions(job, UNDO, undo_portion)


def ask(job: Claimed) -> None:
    """Ask the mailboxes of some portions of a list."""
    _in_portions(job, ASK, ask_portion)


HANDLERS = {WRITE: write, UNDO: undo, ASK: ask}


@command
def write_portion(public_id: str) -> bool:
    """Write the next rows of a list; tell whether there may be more."""
    run = _locked_with_others(public_id)
    if run.stage != WRITING:
        return False
    rows = _rows(run, WAITING)
    paper = _paper_of(run)
    if rows and not _may_still(run, paper):
        _leave(rows, _ROLE_GONE)
    else:
        _write_all(run, paper, _still_new(run, rows))
    if len(rows) < PORTION:
        run.stage, run.finished_at = DONE, clock.now()
    return run.stage == WRITING


@command
def undo_portion(public_id: str) -> bool:
    """Undo the next rows of a list; tell whether there may be more."""
    run = locked(public_id)
    if run.stage != UNDOING:
        return False
    rows = _rows(run, WRITTEN)
    _take_out(rows, run.undo_asked_by or trail.SYSTEM)
    if len(rows) < PORTION:
        waiting = ImportRow.import_id == run.id, ImportRow.outcome == WAITING
        _leave(db.session.scalars(select(ImportRow).where(*waiting)).all(), _STOPPED)
        run.stage, run.undo_finished_at = UNDONE, clock.now()
    return run.stage == UNDOING


@command
def ask_portion(public_id: str) -> bool:
    """Ask the next mailboxes of a list; tell whether there may be more."""
    run = locked(public_id)
    if run.stage != DONE:
        return False
    rows = _rows(run, WRITTEN, ImportRow.asked_at.is_(None))
    for row in rows:
        row.asked_at = clock.now()
        entry = db.session.get(Endorsement, row.endorsement_id)
        if entry is not None:
            with suppress(DomainError), attempt():
                adding.ask_if_right(entry, lead=run.all_asked_by or trail.SYSTEM)
    return len(rows) == PORTION


def _in_portions(job: Claimed, kind: str, portion: Callable[[str], bool]) -> None:
    public_id = str(job.payload["run"])
    for _ in range(PORTIONS):
        if not portion(public_id):
            return
    _go_on(kind, public_id)


@command
def _go_on(kind: str, public_id: str) -> None:
    enqueue(kind, {"run": public_id}, subject=public_id, priority=LATER)


def _rows(run: Import, outcome: str, *more: ColumnElement[bool]) -> Sequence[ImportRow]:
    wanted = select(ImportRow).where(
        ImportRow.import_id == run.id, ImportRow.outcome == outcome, *more
    )
    return db.session.scalars(wanted.order_by(ImportRow.record).limit(PORTION)).all()


def _locked_with_others(public_id: str) -> Import:
    """Return a run, with all that write under its paper locked: what one writes the next one sees.

    All are locked in one order, so that nobody waits for each other.
    """
    paper_id = select(Import.paper_id).where(Import.public_id == public_id).scalar_subquery()
    writing = or_(Import.public_id == public_id, Import.stage == WRITING)
    wanted = select(Import).where(Import.paper_id == paper_id, writing).order_by(Import.id)
    wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return next(run for run in db.session.scalars(wanted).all() if run.public_id == public_id)


def _still_new(run: Import, rows: Sequence[ImportRow]) -> Sequence[ImportRow]:
    """Return rows that are still new; leave what came, or was taken back, since a lead looked."""
    since = standing.since(run)
    for row in rows:
        for name, value in standing.beside(since, keeping.fields_of(row.fields)).items():
            setattr(row, name, value)
    _leave([row for row in rows if row.status != ACCEPTED], "")
    return [row for row in rows if row.status == ACCEPTED]


def _write_all(run: Import, paper: PublicPaper, rows: Sequence[ImportRow]) -> None:
    """Write rows down, and put on the list what does not stand beside another entry."""
    written = {row: _write(run, paper, row) for row in rows}
    for row, entry in written.items():  # after all, so that it takes one statement
        if entry is not None:
            row.endorsement_id, row.organisation_id = entry.id, entry.organisation_id
            row.outcome = WRITTEN
    listed = [
        entry
        for row, entry in written.items()
        if entry and entry.country and row.standing_id is None  # else a lead looks at it first
    ]
    if run.lists_at_once:
        entering.list_all_written_down(listed, lead=run.written_by or trail.SYSTEM)


def _write(run: Import, paper: PublicPaper, row: ImportRow) -> Endorsement | None:
    """Write a row down; return its entry, or None and note why not."""
    lead = run.written_by or trail.SYSTEM
    at = policy.signed_at(keeping.fields_of(row.fields).signed_at, run.started_at)
    received = entering.Received("import", at, lead)
    try:
        with attempt():
            entry = entering.write_down(paper, draft_of(run, row), received, beside=True)
    except DomainError as refusal:
        _leave([row], str(refusal.message))
        return None
    return entry


def draft_of(run: Import, row: ImportRow) -> EndorsementDraft:
    """Return what a row says as if it had been typed into the form."""
    fields = keeping.fields_of(row.fields)
    return EndorsementDraft(
        capacity="organisation",
        name=fields.organisation,
        acronym=fields.acronym,
        affiliation="",
        country=fields.country,
        organisation_kind=fields.organisation_kind
        if fields.organisation_kind in KINDS
        else "other",
        website=fields.website,
        statement=fields.comment,
        representative_name=fields.representative_name,
        representative_role=fields.representative_role,
        email=fields.email,
        authorised=True,
        updates_consent=bool(fields.wants_updates),
        language=run.language,
    )


def _take_out(rows: Sequence[ImportRow], lead: str) -> None:
    """Delete the entries of rows, but for those that somebody has touched since."""
    wanted = select(Endorsement).where(Endorsement.id.in_([row.endorsement_id for row in rows]))
    entries = {entry.id: entry for entry in db.session.scalars(wanted)}
    touched = trail.with_other_actions(UNTOUCHED, [one.public_id for one in entries.values()])
    untouched: list[tuple[ImportRow, Endorsement]] = []
    for row in rows:
        entry = entries.get(row.endorsement_id or 0)
        if entry is None:
            row.outcome = TAKEN_BACK
        elif entry.public_id in touched or entry.organisation_id != row.organisation_id:
            row.outcome, row.why = KEPT, _TOUCHED
        else:
            untouched.append((row, entry))
    _take_out_untouched(untouched, lead)


def _take_out_untouched(found: Sequence[tuple[ImportRow, Endorsement]], lead: str) -> None:
    """Delete entries all at once, or else one after the other, and keep those that must stay."""
    if not found:
        return
    try:
        with attempt():
            entering.take_out([entry for _row, entry in found], lead=lead)
    except (DomainError, IntegrityError):  # somebody has said something of one, such as a dispute
        if len(found) > 1:
            for one in found:
                _take_out_untouched([one], lead)
            return
        found[0][0].outcome, found[0][0].why = KEPT, _TOUCHED
        return
    for row, _entry in found:
        row.outcome, row.endorsement_id, row.fields, row.cells = TAKEN_BACK, None, {}, []


def _leave(rows: Sequence[ImportRow], why: str) -> None:
    for row in rows:
        row.outcome, row.why = LEFT, why[:200]


def _may_still(run: Import, paper: PublicPaper) -> bool:
    """Tell whether whoever brought the list in may still do so; the command line always may."""
    if run.written_by in (None, trail.SYSTEM):
        return True
    leads = {lead.public_id: lead.role for lead in leads_of(paper.campaign_id)}
    role = leads.get(run.written_by or "")
    return role is not None and role.includes(MAY_IMPORT)


def _paper_of(run: Import) -> PublicPaper:
    return paper_by_slug(paper_by_id(run.paper_id).slug, drafts=True)
