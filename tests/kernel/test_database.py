"""SQLite made safe: writers of one process take turns, and nobody keeps a turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from signon.kernel import database
from signon.kernel.database import WRITING
from tests.support.patience import must_end
from tests.support.threads import at_once


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/file.sqlite3", execution_options=WRITING)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE things (id INTEGER PRIMARY KEY)"))
    yield engine
    engine.dispose()


def add(engine: Engine, number: int) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO things VALUES (:id)"), {"id": number})


def test_a_writer_that_fails_gives_its_turn_to_the_next(engine: Engine) -> None:
    add(engine, 1)
    with pytest.raises(IntegrityError):
        add(engine, 1)
    with must_end(4):
        add(engine, 2)

    assert not database._turn.locked()


def test_writers_of_one_process_all_get_their_turn(app: Flask, engine: Engine) -> None:
    numbers = iter(range(1000))

    def add_some() -> None:
        for _ in range(25):
            add(engine, next(numbers))

    at_once(app, 8, add_some)

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM things")) == 200
    assert not database._turn.locked()


def test_a_turn_that_does_not_come_is_a_locked_database(
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    with engine.begin() as other:
        other.execute(text("INSERT INTO things VALUES (7)"))
        with pytest.raises(OperationalError, match="locked"):
            add(engine, 8)

    add(engine, 8)
