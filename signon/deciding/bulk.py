"""Decisions about many: begun by a lead, carried out by the worker, taken back one or all.

Each portion is one command that notes with every decision what has become of the item, so a run
that is broken off goes on where it was, and nothing is decided twice. A portion is decided at once:
one item takes some 23 statements by itself, and with a hundred others two.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

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
from signon.transaction import attempt, command

DECIDING, UNDOING = "deciding.run", "deciding.undo_run"
PORTION = 100
PORTIONS = 20
"""Of one job; the rest waits behind more urgent work."""

_LATER = 60
_ENDORSEMENTS = select(Endorsement).where(Endorsement.id.in_(bindparam("ids", expanding=True)))
_HOLD = _ENDORSEMENTS.with_only_columns(Endorsement.id).order_by(Endorsement.id).with_for_update()


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
    _locked(run.public_id)  # the worker may be taking the whole run back
    item = db.session.get(BulkItem, (run.id, position), with_for_update=True)
    if item is None or item.outcome != DONE:
        raise Changed
    _undo(run, [item], moderator)
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
    _attempt(items, LEFT, lambda some: _decide(run, some))
    if len(items) < PORTION:
        run.finished_at = run.finished_at or clock.now()
    return len(items)


@command
def _undo_portion(public_id: str) -> int:
    run = _locked(public_id)
    items = _items(run, DONE)
    _undo(run, items, run.undo_asked_by or trail.SYSTEM)
    if len(items) < PORTION:
        run.undo_finished_at = run.undo_finished_at or clock.now()
    return len(items)


def _decide(run: BulkRun, items: Sequence[BulkItem]) -> None:
    before = _carry_out(Action(run.action), items, moderator=run.decided_by, note=run.note)
    for item, state in zip(items, before, strict=True):
        item.before, item.outcome = state, DONE


def _undo(run: BulkRun, items: Sequence[BulkItem], moderator: str) -> None:
    _attempt(items, KEPT, lambda some: _invert(run, some, moderator))


def _invert(run: BulkRun, items: Sequence[BulkItem], moderator: str) -> None:
    alike: dict[Action, list[BulkItem]] = defaultdict(list)
    for item in items:
        alike[INVERSE[State(item.before), _AFTER[run.action]]].append(item)
    for action, some in alike.items():
        _carry_out(action, some, moderator=moderator)
    for item in items:
        item.outcome = UNDONE


def _carry_out(
    action: Action, items: Sequence[BulkItem], *, moderator: str, note: str = ""
) -> Sequence[State]:
    """Decide about the endorsements of some items, all or none; return their states before."""
    ids = [item.endorsement_id for item in items]
    known = {row.id: row for row in db.session.scalars(_ENDORSEMENTS, {"ids": ids})}
    seen = [(known[item.endorsement_id], item.revision) for item in items]
    before = endorsements.decide_all(seen, action, moderator=moderator, note=note)
    for item in items:
        item.revision = known[item.endorsement_id].revision
    return before


def _attempt(
    items: Sequence[BulkItem], otherwise: str, act: Callable[[Sequence[BulkItem]], None]
) -> None:
    """Do these items at once, or note of each that is refused why it stays as it is.

    Where something is refused each half is tried by itself, down to the one that it is about.
    """
    if not items:
        return
    try:
        with attempt():
            act(items)
    except (DomainError, IntegrityError, StaleDataError) as refusal:
        if len(items) > 1:
            middle = len(items) // 2
            _attempt(items[:middle], otherwise, act)
            _attempt(items[middle:], otherwise, act)
            return
        why = refusal if isinstance(refusal, DomainError) else Changed()
        items[0].outcome, items[0].why = otherwise, str(why.message)[:200]


def _items(run: BulkRun, outcome: str) -> Sequence[BulkItem]:
    """Return the next items with an outcome, and hold their endorsements as everybody holds many.

    First of all, in the order of their keys, and until the command ends, also where halves of a
    portion are tried by themselves: the list comes after them (`duplicates/locks.py`).
    """
    wanted = (
        select(BulkItem)
        .where(BulkItem.run_id == run.id, BulkItem.outcome == outcome)
        .order_by(BulkItem.position)
        .limit(PORTION)
    )
    items = db.session.scalars(wanted).all()
    if items:
        db.session.execute(_HOLD, {"ids": [item.endorsement_id for item in items]})
    return items


def _locked(public_id: str) -> BulkRun:
    """Return a run that nobody else changes until the command ends."""
    run = select(BulkRun).where(BulkRun.public_id == public_id).with_for_update()
    return db.session.scalars(run.execution_options(populate_existing=True)).one()


def _paper_of(run: BulkRun) -> str:
    return paper_by_id(run.paper_id).public_id


_AFTER = {"publish": State.PUBLISHED, "reject": State.REJECTED}
HANDLERS = {DECIDING: carry_out, UNDOING: take_back}
