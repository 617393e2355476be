"""When an address is asked again is what its kind says; the shared path says nothing of its own."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import Email, Paragraph
from signon.submissions import tasks
from signon.submissions.kinds import Schedule, all_kinds
from signon.transaction import command
from tests.factories import a_paper, an_endorsement
from tests.house.source import ROOT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OF_ONE_KIND = re.compile(
    r"endors|priorities|kept place|place is kept|reserv|sign again|\bboards?\b", re.IGNORECASE
)
"""Words for what only one kind knows."""

Outbox = Callable[[], list[Email]]


@pytest.fixture
def hasty(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let endorsements be asked about after an hour, and be deleted after three days."""
    kind = replace(ENDORSEMENT, schedule=Schedule(reminders=(HOUR,), kept=3 * DAY))
    monkeypatch.setitem(app.extensions["signon.kinds"], kind.name, kind)


@command
def defer(row: Endorsement) -> None:
    row.decides_on = clock.now() + DAY
    db.session.flush()


def how_many() -> int:
    db.session.rollback()
    return db.session.scalars(select(func.count()).select_from(Endorsement)).one()


@pytest.mark.usefixtures("hasty")
def test_each_kind_is_asked_and_deleted_by_its_own_schedule(outbox: Outbox) -> None:
    with time_machine.travel(clock.now(), tick=False) as clock_hand:
        an_endorsement(a_paper(), confirmed=False)
        sent = []
        for _ in range(4):
            clock_hand.shift(HOUR)
            tasks.remind()
            sent.append(len(outbox()) - 1)
        clock_hand.shift(3 * DAY - 5 * HOUR)
        tasks.forget()
        assert how_many() == 1
        clock_hand.shift(HOUR)
        tasks.forget()

    assert sent == [1, 1, 1, 1]
    assert how_many() == 0


@pytest.mark.usefixtures("hasty")
def test_a_kind_that_defers_nothing_asks_about_everything_at_once(outbox: Outbox) -> None:
    with time_machine.travel(clock.now(), tick=False) as clock_hand:
        row = an_endorsement(a_paper(), confirmed=False)
        defer(row)
        clock_hand.shift(HOUR)
        tasks.remind()

    _, again = outbox()
    said = " ".join(part.text for part in again.parts if isinstance(part, Paragraph))
    assert "nobody has confirmed it yet" in said
    assert all_kinds()[ENDORSEMENT.name].deferred(row) is None
    assert ENDORSEMENT.deferred(row) is not None


def test_the_shared_path_speaks_of_no_kind() -> None:
    files = (*ROOT.glob("signon/submissions/*.py"), *ROOT.glob("templates/submissions/*.html"))

    found = [
        f"{path.name}: {hit[0]}"
        for path in files
        for hit in OF_ONE_KIND.finditer(path.read_text(encoding="utf-8"))
    ]

    assert len(files) > 20
    assert found == []
