"""Decisions about many: begun by a lead, carried out by the worker, taken back one or all.

Each portion is one command that notes with every decision what has become of the item, so a run
that is broken off goes on where it was, and nothing is decided twice.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import insert, select

from signon.audit import trail
from signon.deciding import policy
from signon.deciding.models import DONE, KEPT, LEFT, UNDONE, WAITING, BulkItem, BulkRun
from signon.deciding.selection import Chosen
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.queue import Claimed, enqueue
from signon.kernel import clock
from signon.kernel.errors import Changed, DomainError
from signon.papers.queries import PublicPaper, paper_by_id
from signon.submissions.models import new_public_id
from signon.submissions.outcomes import require_undoable
from signon.submissions.states import INVERSE, Action, State
from signon.transaction import command

DECIDING, UNDOING = "deciding.run", "deciding.undo_run"
PORTION = 100
PORTIONS = 20
"""Of one job; the rest waits behind more urgent work."""

_LATER = 60


@command
def begin(
    paper: PublicPaper, action: str, chosen: Sequence[Chosen], *, note: str, moderator: str
) -> str:
    """Write down a decision about many, which the worker carries out; return its public id.

    Raises `NothingChosen`, and `ReasonMissing` for what takes off the list without one.
    """
    if not chosen:
        raise policy.NothingChosen
    if action == Action.REJECT and not note:
        raise policy.ReasonMissing
    run = BulkRun(
        public_id=new_public_id(),
        paper_id=paper.id,
        action=action,
        note=note,
        decided_by=moderator,
        total=len(chosen),
        created_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    items = [
        {"run_id": run.id, "position": place, "endorsement_id": one.id, "revision": one.revision}
        for place, one in enumerate(chosen)
    ]
    db.session.execute(insert(BulkItem), items)
    said: dict[str, str | int] = {"run": run.public_id, "choice": action, "number": run.total}
    trail.record("decide_in_bulk", paper.public_id, actor=moderator, **said)
    enqueue(DECIDING, {"run": run.public_id}, subject=run.public_id, priority=_LATER)
    return run.public_id


@command
def begin_undo(run: BulkRun, *, moderator: str) -> None:
    """Let the worker take a run back. Twice is harmless; raises `TooLate` after 30 days."""
    row = _locked(run.public_id)
    require_undoable(row.created_at, clock.now())
    if row.finished_at is None:
        raise Changed
    if row.undo_asked_by is None:
        row.undo_asked_by = moderator
        paper = _paper_of(row)
        trail.record("undo_in_bulk", paper, actor=moderator, run=row.public_id)
        enqueue(UNDOING, {"run": row.public_id}, subject=row.public_id, priority=_LATER)


@command
def undo_one(run: BulkRun, position: int, *, moderator: str) -> bool:
    """Take one item of a run back; False for what was changed since, which stays as it is."""
    require_undoable(run.created_at, clock.now())
    item = db.session.get(BulkItem, (run.id, position), with_for_update=True)
    if item is None or item.outcome != DONE:
        raise Changed
    _undo(run, item, moderator)
    return item.outcome == UNDONE


def carry_out(job: Claimed) -> None:
    """Carry out some portions of a run."""
    _in_portions(job, DECIDING, _decide_portion)


def take_back(job: Claimed) -> None:
    """Take some portions of a run back."""
    _in_portions(job, UNDOING, _undo_portion)


def _in_portions(job: Claimed, kind: str, portion: Callable[[str], int]) -> None:
    public_id = str(job.payload["run"])
    for _ in range(PORTIONS):
        if portion(public_id) < PORTION:
            return
    _go_on(kind, public_id)


@command
def _go_on(kind: str, public_id: str) -> None:
    enqueue(kind, {"run": public_id}, subject=public_id, priority=_LATER)


@command
def _decide_portion(public_id: str) -> int:
    run = _locked(public_id)
    items = _items(run, WAITING)
    for item in items:
        _attempt(item, LEFT, lambda item=item: _decide(run, item))  # type: ignore[misc]
    if len(items) < PORTION:
        run.finished_at = run.finished_at or clock.now()
    return len(items)


@command
def _undo_portion(public_id: str) -> int:
    run = _locked(public_id)
    items = _items(run, DONE)
    for item in items:
        _undo(run, item, run.undo_asked_by or trail.SYSTEM)
    if len(items) < PORTION:
        run.undo_finished_at = run.undo_finished_at or clock.now()
    return len(items)


def _decide(run: BulkRun, item: BulkItem) -> None:
    row = db.session.get_one(Endorsement, item.endorsement_id)
    before = endorsements.decide(
        row,
        Action(run.action),
        revision=item.revision,
        moderator=run.decided_by,
        note=run.note,
    )
    item.before, item.revision, item.outcome = before, row.revision, DONE


def _undo(run: BulkRun, item: BulkItem, moderator: str) -> None:
    _attempt(item, KEPT, lambda: _invert(run, item, moderator))


def _invert(run: BulkRun, item: BulkItem, moderator: str) -> None:
    row = db.session.get_one(Endorsement, item.endorsement_id)
    action = INVERSE[State(item.before), _AFTER[run.action]]
    endorsements.decide(row, action, revision=item.revision, moderator=moderator)
    item.revision, item.outcome = row.revision, UNDONE


def _attempt(item: BulkItem, otherwise: str, act: Callable[[], None]) -> None:
    """Do one item, or note why it stays as it is; the others are done all the same."""
    try:
        with db.session.begin_nested():
            act()
    except DomainError as refusal:
        item.outcome, item.why = otherwise, str(refusal.message)[:200]


def _items(run: BulkRun, outcome: str) -> Sequence[BulkItem]:
    wanted = (
        select(BulkItem)
        .where(BulkItem.run_id == run.id, BulkItem.outcome == outcome)
        .order_by(BulkItem.position)
        .limit(PORTION)
    )
    return db.session.scalars(wanted).all()


def _locked(public_id: str) -> BulkRun:
    """Return a run that nobody else changes until the command ends."""
    run = select(BulkRun).where(BulkRun.public_id == public_id).with_for_update()
    return db.session.scalars(run.execution_options(populate_existing=True)).one()


def _paper_of(run: BulkRun) -> str:
    return paper_by_id(run.paper_id).public_id


_AFTER = {"publish": State.PUBLISHED, "reject": State.REJECTED}
HANDLERS = {DECIDING: carry_out, UNDOING: take_back}
