"""How long one worker takes over a decision about many, and over taking it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from sqlalchemy import select

from bench.mails import worker_cpu
from bench.run import Run
from bench.service import flask
from bench.table import Aim, Line
from signon.deciding import bulk, selection
from signon.deciding.models import DONE, BulkItem, BulkRun
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.papers.queries import PublicPaper

NUMBER = 2000
IN_TIME = Aim(at_most=10)
"""Seconds, from the start of the worker to its end."""


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and CPU (ms) for each item in the worker and in PostgreSQL."""

    seconds: float
    own_cpu: float
    database_cpu: float


def measure(run: Run) -> list[Line]:
    """Take many off a list, put them on again, and undo that, as often as there are rounds."""
    flask(run.environ, "worker", "--once")  # does what is due by the clock alone
    idle = 1000 * worker_cpu(run) / NUMBER
    paper = run.papers[next(size for size in run.plan.sizes if size > NUMBER)]
    rounds = [dict(_round(run, paper)) for _ in range(run.plan.rounds)]
    return [_line(name, [each[name] for each in rounds], idle) for name in rounds[0]]


def _round(run: Run, paper: PublicPaper) -> Iterator[tuple[str, Took]]:
    ids = _some(paper)
    yield "taken off", _carried_out(run, _begun(paper, ids, "reject"))
    row = _begun(paper, ids, "publish")
    yield "published", _carried_out(run, row)
    bulk.begin_undo(row, moderator="bench")
    yield "undone", _taken(run)
    _carried_out(run, _begun(paper, ids, "publish"))  # as they were, for the next round


def _some(paper: PublicPaper) -> list[str]:
    """Return the public ids of the first that stand on the list."""
    listed = select(Endorsement.public_id).where(Endorsement.paper_id == paper.id)
    listed = listed.where(Endorsement.state == "published").order_by(Endorsement.id)
    return list(db.session.scalars(listed.limit(NUMBER)))


def _begun(paper: PublicPaper, ids: list[str], action: str) -> BulkRun:
    chosen = selection.of_ids(paper.id, ids, action).chosen
    public_id = bulk.begin(paper, action, chosen, note="Measured.", moderator="bench")
    return db.session.scalars(select(BulkRun).where(BulkRun.public_id == public_id)).one()


def _carried_out(run: Run, row: BulkRun) -> Took:
    took = _taken(run)
    items = select(BulkItem.outcome).where(BulkItem.run_id == row.id)
    if list(db.session.scalars(items)) != [DONE] * NUMBER:
        raise RuntimeError("the worker has not decided about all of them")
    return took


def _taken(run: Run) -> Took:
    db.session.remove()
    with run.machine.measured() as cost:
        own = worker_cpu(run)
    return Took(cost.wall, 1000 * own / NUMBER, cost.milliseconds("database", NUMBER))


def _line(name: str, rounds: list[Took], idle: float) -> Line:
    """Return the line of a figure; its CPU is that above a worker with nothing to do."""
    seconds, own, database = (
        median(getattr(took, one) for took in rounds)
        for one in ("seconds", "own_cpu", "database_cpu")
    )
    own -= idle
    cpu = f"{own:.2f} + {database:.2f}" if database else f"{own:.2f}"
    figure = f"bulk decision of {NUMBER:,}, {name}, in seconds"
    return Line(figure, seconds, IN_TIME, f"{seconds:.1f} s", own_cpu=cpu)
