"""Writers who wait for a lock never keep readers from their pages, on either database."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.exc import OperationalError

from signon.access import throttle
from signon.app import THREADS
from signon.extensions import db
from signon.kernel import database, writers
from signon.kernel.files import sqlite
from tests.factories import FORM, a_paper
from tests.support.clients import Browser
from tests.support.patience import must_end

FORM_PAGE = "/en/papers/ten-doors/endorse"
WRITERS, READERS = 40, 12


@pytest.fixture
def patient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Writers wait for a lock as long as it takes."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 600_000)
    is_postgresql = db.engine.dialect.name == "postgresql"

    def wait_long(dbapi: object, _record: object, _proxy: object) -> None:
        if is_postgresql:
            dbapi.execute("SET lock_timeout = 0")  # type: ignore[attr-defined]
            dbapi.commit()  # type: ignore[attr-defined]

    event.listen(db.engine, "checkout", wait_long)
    yield
    event.remove(db.engine, "checkout", wait_long)
    db.session.remove()
    db.engine.dispose()


@contextmanager
def a_lock(app: Flask, table: str) -> Iterator[None]:
    """Hold the lock that everybody who signs has to wait for."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if file := sqlite.sqlite_file(url):
        with closing(sqlite3.connect(file)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:  # it lets others read
        connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
        yield


def visitors(app: Flask) -> list[Browser]:
    """Return people who have the form before them, each from another network."""
    found = []
    for number in range(WRITERS):
        client = Browser(app, app.response_class)
        client.environ_base["REMOTE_ADDR"] = f"198.51.{number}.7"
        client.get(FORM_PAGE)
        found.append(client)
    return found


@dataclass
class Outcome:
    """Statuses: of who read meanwhile, of all who signed, and of those who waited for the lock."""

    read_by: list[int]
    signed: list[int]
    waiting: list[int]


def a_rush(app: Flask, table: str) -> Outcome:
    """Let many sign and some read while somebody holds the lock, on the threads of one process."""
    a_paper()
    people = visitors(app)
    forms = [
        {"csrf_token": client.mark(FORM_PAGE), **FORM, "email": f"{number}@example.org"}
        for number, client in enumerate(people)
    ]
    db.session.remove()

    def sign(number: int) -> int:
        return people[number].post(FORM_PAGE, data=forms[number]).status_code

    def read(number: int) -> int:
        path = "/en/papers/ten-doors/signatories"
        return Browser(app, app.response_class).get(f"{path}?q=reader{number}").status_code

    with must_end(120), ThreadPoolExecutor(THREADS) as threads:
        with a_lock(app, table):
            signing: list[Future[int]] = [threads.submit(sign, n) for n in range(WRITERS)]
            read_by = [threads.submit(read, n).result() for n in range(READERS)]
            waiting = [one for one in signing if not one.done()]
        signed = [one.result() for one in signing]
    return Outcome(read_by, signed, [one.result() for one in waiting])


@pytest.mark.usefixtures("patient")
def test_readers_are_answered_while_many_wait_to_write(app: Flask) -> None:
    outcome = a_rush(app, table="endorsements")

    assert outcome.read_by == [200] * READERS
    assert 1 <= len(outcome.waiting) <= writers.MOST
    assert set(outcome.waiting) == {303}
    assert set(outcome.signed) == {303, 503}


def test_some_threads_of_a_web_worker_are_never_writers() -> None:
    assert writers.MOST < THREADS


def test_every_writer_of_a_rush_gets_a_place_in_turn(app: Flask) -> None:
    engine = db.engine.execution_options(**database.WRITING)

    def add(_number: int) -> int:
        with engine.begin() as connection:
            return connection.execute(text("DELETE FROM jobs")).rowcount

    with ThreadPoolExecutor(4 * writers.MOST) as threads:
        assert list(threads.map(add, range(100))) == [0] * 100
    assert writers.places.taken == 0
    assert not writers.places.is_stuck


def test_only_one_tries_while_nobody_can_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "STANDSTILL", 0.01)
    places = writers.Places()
    assert all(places.take() for _ in range(writers.MOST))
    assert not places.take()

    monkeypatch.setattr(writers, "STANDSTILL", 600)  # nobody waits any more: these end at once
    with must_end(60):
        assert not places.take()
        for _ in range(writers.MOST):
            places.leave()
        assert [places.take(), places.take()] == [True, False]

    places.wrote()

    assert all(places.take() for _ in range(writers.MOST - 1))


def test_who_waits_among_others_is_told_as_soon_as_nobody_can_write() -> None:
    places = writers.Places(most=1)
    places.take()
    with must_end(60), ThreadPoolExecutor(3) as threads:
        waiting = [threads.submit(places.take) for _ in range(3)]
        places.in_vain()

        assert [one.result() for one in waiting] == [False] * 3


def test_nobody_waits_for_sqlite_twice_in_one_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/a.sqlite3", execution_options=database.WRITING)
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 10)
    monkeypatch.setattr(writers.places, "is_stuck", False)
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError), engine.begin():
            pass
        monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 600_000)
        with must_end(60), pytest.raises(OperationalError), engine.begin():
            pass
        other.rollback()

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE found (again INTEGER)"))
    assert not writers.places.is_stuck
    engine.dispose()


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("patient")
def test_counters_that_are_locked_stop_neither_readers_nor_who_signs(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PARTS", 10_000)  # none is counted in this process alone
    outcome = a_rush(app, table="rate_counters")

    assert outcome.read_by == [200] * READERS
    assert outcome.waiting == [303] * writers.MOST_COUNTERS
    assert outcome.signed == [303] * WRITERS
