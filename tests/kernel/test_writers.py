"""Writers who wait for a lock never keep readers from their pages, on either database."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager

import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine, event, text

from signon.app import THREADS
from signon.extensions import db
from signon.kernel import database, writers
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
def a_lock(app: Flask) -> Iterator[None]:
    """Hold the lock that everybody who signs has to wait for."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if file := database.sqlite_file(url):
        with closing(sqlite3.connect(file)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:  # it lets others read
        connection.execute(text("LOCK TABLE endorsements IN EXCLUSIVE MODE"))
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


@pytest.mark.usefixtures("patient")
def test_readers_are_answered_while_many_wait_to_write(app: Flask) -> None:
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
        with a_lock(app):
            signing: list[Future[int]] = [threads.submit(sign, n) for n in range(WRITERS)]
            read_by = [threads.submit(read, n).result() for n in range(READERS)]
            waiting = [one for one in signing if not one.done()]
        wait(signing)

    assert read_by == [200] * READERS
    assert 1 <= len(waiting) <= writers.MOST
    assert {one.result() for one in waiting} == {303}
    assert {one.result() for one in signing} == {303, 503}


def test_some_threads_of_a_web_worker_are_never_writers() -> None:
    assert writers.MOST < THREADS


def test_every_writer_of_a_rush_gets_a_place_in_turn(app: Flask) -> None:
    engine = db.engine.execution_options(**database.WRITING)

    def add(_number: int) -> int:
        with engine.begin() as connection:
            return connection.execute(text("DELETE FROM jobs")).rowcount

    with ThreadPoolExecutor(4 * writers.MOST) as threads:
        assert list(threads.map(add, range(100))) == [0] * 100
    assert writers._places._value == writers.MOST
