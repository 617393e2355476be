"""Workers that are killed, or that work at once, leave one log, whole."""

import os
import random
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.app import create_app
from signon.extensions import db
from signon.log import service, verifying
from signon.log.models import LogLeaf, LogLine, LogPending
from tests.conftest import settings
from tests.factories import a_paper, an_endorsement
from tests.log.scene import advance, kinds
from tests.support.programs import FORKS
from tests.support.threads import at_once

ENTRIES, KILLS = 20, 2


def many() -> None:
    paper = a_paper()
    for _ in range(ENTRIES):
        an_endorsement(paper)


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _advance_for_ever(folder: str, url: str) -> None:
    """Look at everything again and again, one entry at a time, until somebody kills us."""
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    app = create_app(settings(Path(folder), url))
    service.SLICE = 1
    with app.app_context():
        while service.advance():
            pass


@pytest.mark.slow
def test_a_worker_killed_at_any_moment_leaves_a_whole_log_that_goes_on(app: Flask) -> None:
    many()
    rng, place = random.Random(5), app.config["DATA_DIR"]
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    db.session.remove()

    left = []
    for _ in range(KILLS):
        before = count(LogLeaf)
        process = FORKS.Process(target=_advance_for_ever, args=(place, url))
        process.start()
        deadline = time.monotonic() + 20
        while count(LogLeaf) == before and count(LogPending) and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.03))
        process.kill()
        process.join(20)
        left.append(count(LogPending))
        assert list(verifying.findings()) == []

    assert any(0 < waiting < ENTRIES for waiting in left), "nobody was killed amid the work"
    advance()
    assert kinds().count("published") == ENTRIES
    assert (count(LogPending), count(LogLine)) == (0, ENTRIES)
    assert list(verifying.findings()) == []


def test_workers_at_once_make_one_sequence(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    many()
    monkeypatch.setattr(service, "SLICE", 5)

    at_once(app, 3, advance)

    assert kinds().count("published") == ENTRIES
    assert (count(LogPending), count(LogLine)) == (0, ENTRIES)
    assert list(verifying.findings()) == []
