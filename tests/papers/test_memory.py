"""A paper may be shown as it was a moment ago, never longer, and never inside a command."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from signon.extensions import db
from signon.kernel import clock
from signon.papers import memory, queries, service
from signon.papers.models import Paper
from signon.transaction import command
from tests.factories import a_paper

TIME = 1000.0


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.time, "monotonic", lambda: TIME)


def another_process_closes_it() -> None:
    with db.engine.begin() as connection:
        connection.execute(update(Paper).values(state="closed"))


def test_another_process_is_noticed_after_a_moment(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_paper()
    another_process_closes_it()

    seen = queries.paper_by_slug("ten-doors").state
    monkeypatch.setattr(memory.time, "monotonic", lambda: TIME + memory.SECONDS)

    assert seen == "open"
    assert queries.paper_by_slug("ten-doors").state == "closed"


def test_the_own_process_is_noticed_at_once(app: Flask) -> None:
    a_paper()

    service.close_paper("ten-doors", actor="system")

    assert queries.paper_by_slug("ten-doors").state == "closed"


def test_a_command_reads_what_is_there_now(app: Flask) -> None:
    a_paper(closes_at=clock.now() + timedelta(days=1))
    another_process_closes_it()

    assert command(queries.paper_by_slug)("ten-doors").state == "closed"


def test_a_paper_that_was_missing_is_found_when_it_is_there(app: Flask) -> None:
    with pytest.raises(Exception, match="404"):
        queries.paper_by_slug("ten-doors")

    assert a_paper().slug == "ten-doors"
