"""A worker killed amid the writing and the undoing of a list: it goes on, each row exactly once."""

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.app import create_app
from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.imports import running, service
from signon.imports.models import TAKEN_BACK, WRITTEN, Import, ImportRow
from signon.signatories.models import Signatory
from signon.signatories.queries import overview
from signon.submissions.models import Contact
from tests.conftest import settings
from tests.factories import a_paper
from tests.imports.lists import TERMS, kept, outcomes, rows_of, run_of, written
from tests.support.programs import FORKS

ROWS, KILLS, SMALL = 60, 3, 4
PATIENCE = 30


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def far(run_id: int, outcome: str) -> int:
    """Return how many rows of a run have come to an outcome."""
    db.session.rollback()
    mine = ImportRow.import_id == run_id, ImportRow.outcome == outcome
    return db.session.scalar(select(func.count()).where(*mine)) or 0


def _work(folder: str, url: str, verb: str, public_id: str) -> None:
    """Do one portion after another until somebody kills us."""
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    app = create_app(settings(Path(folder), url))
    running.PORTION = SMALL
    with app.app_context():
        while getattr(running, verb)(public_id):
            pass


def kill_amid(app: Flask, verb: str, run: Import, outcome: str) -> int:
    """Let a process work on a run, and kill it -9 soon after it got further; return how far."""
    place, url = app.config["DATA_DIR"], app.config["SQLALCHEMY_DATABASE_URI"]
    run_id, before = run.id, far(run.id, outcome)
    process = FORKS.Process(target=_work, args=(place, url, verb, run.public_id))
    db.session.remove()
    process.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while far(run_id, outcome) == before and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(random.uniform(0, 0.06))
    finally:
        process.kill()
        process.join(PATIENCE)
    return far(run_id, outcome)


def nothing_is_half(run: Import) -> None:
    """See that rows, entries, contacts, lines, numbers and trail say the same."""
    db.session.rollback()
    done = select(ImportRow.endorsement_id).where(
        ImportRow.import_id == run.id, ImportRow.outcome == WRITTEN
    )
    entries = set(db.session.scalars(select(Endorsement.id)))
    assert set(db.session.scalars(done)) == entries
    assert count(Contact) == count(Signatory) == len(entries)
    assert overview(run.paper_id).organisations.total() == len(entries)
    assert trail.verify() is None


def killed_again_and_again(app: Flask, verb: str, run: Import, outcome: str) -> None:
    """Kill several workers of a run, and see each time that nothing is half."""
    reached = []
    for _ in range(KILLS):
        reached.append(kill_amid(app, verb, run_of(run.public_id), outcome))
        nothing_is_half(run_of(run.public_id))
    assert reached == sorted(reached)
    assert any(0 < number < ROWS for number in reached), "nobody was killed amid the work"


def a_list() -> Import:
    return kept(a_paper(), *rows_of(*(f"House {number}" for number in range(ROWS))))


@pytest.mark.slow
def test_a_list_whose_worker_is_killed_is_written_once(app: Flask) -> None:
    run = a_list()
    service.write(run, TERMS, lead=trail.SYSTEM)

    killed_again_and_again(app, "write_portion", run, WRITTEN)
    run = written(run)

    assert (run.stage, outcomes(run)) == ("done", [WRITTEN] * ROWS)
    names = Counter(db.session.scalars(select(Endorsement.name)))
    assert (len(names), set(names.values())) == (ROWS, {1})
    nothing_is_half(run)


@pytest.mark.slow
def test_a_list_whose_worker_is_killed_is_undone_as_a_whole(app: Flask) -> None:
    run = a_list()
    service.write(run, TERMS, lead=trail.SYSTEM)
    run = written(run)
    service.undo(run, lead=trail.SYSTEM)

    killed_again_and_again(app, "undo_portion", run, TAKEN_BACK)
    while running.undo_portion(run.public_id):
        pass

    run = run_of(run.public_id)
    assert (run.stage, outcomes(run)) == ("undone", [TAKEN_BACK] * ROWS)
    assert (count(Endorsement), count(Contact)) == (0, 0)
    nothing_is_half(run)
