"""`flask worker`."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from signon.app import create_app
from signon.extensions import db
from signon.jobs import queue
from signon.jobs.registry import Handler
from tests.conftest import settings
from tests.support.jobs import waiting_jobs


def test_worker_once_does_what_is_due_and_ends(app: Flask, handlers: dict[str, Handler]) -> None:
    handlers["mail"] = lambda job: None
    for _ in range(3):
        queue.enqueue("mail", {})

    result = run_worker(app, "--once")

    assert (result.exit_code, result.output) == (0, "")
    assert waiting_jobs() == 0


def run_worker(app: Flask, *options: str) -> Result:
    kept = [(one, signal.getsignal(one)) for one in (signal.SIGTERM, signal.SIGINT)]
    try:
        return app.test_cli_runner().invoke(args=["worker", *options])
    finally:
        for one, handler in kept:
            signal.signal(one, handler)


def test_sigterm_ends_a_worker(app: Flask) -> None:
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGTERM])
    timer.start()

    assert run_worker(app).exit_code == 0
    timer.join()


@pytest.fixture
def older_tables(app: Flask) -> Iterator[None]:
    [now] = revisions()
    set_revision("0020_before")
    yield
    set_revision(now)


def revisions() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.scalars(text("SELECT version_num FROM alembic_version")))


def set_revision(number: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": number})


@pytest.mark.usefixtures("older_tables")
@pytest.mark.parametrize("options", [[], ["--once"]])
def test_a_worker_does_not_start_on_tables_of_another_version(
    app: Flask, options: list[str]
) -> None:
    queue.enqueue("mail", {})

    result = run_worker(app, *options)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "tables are of 0020_before, not of 00" in result.stderr
    assert "flask --app wsgi db upgrade" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_worker_does_not_start_without_tables(tmp_path: Path) -> None:
    app = create_app(settings(tmp_path, f"sqlite:///{tmp_path}/empty.sqlite3"))

    result = run_worker(app)

    assert result.exit_code == 1
    assert "tables are of no version" in result.stderr


def test_a_worker_waits_for_a_database_that_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_connection: object) -> str:
        raise OperationalError("SELECT 1", {}, Exception("refused"))

    monkeypatch.setattr("signon.kernel.revisions.fault", away)
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGTERM])
    timer.start()

    assert run_worker(app).exit_code == 0
    timer.join()
    assert run_worker(app, "--once").exit_code == 1
