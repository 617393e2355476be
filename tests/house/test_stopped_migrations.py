"""A migration that is stopped half-way has done nothing, and can be run again.

SQLite alters a table by making it anew under another name, and PostgreSQL piece by piece; on both,
everything happens in one transaction (`migrations/env.py`).
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import Engine, event, func, inspect, select, table

from signon.extensions import db, migrate
from tests.conftest import DATABASES
from tests.factories import a_paper, an_endorsement
from tests.house.conftest import an_app
from tests.house.test_migrations import contents, tables
from tests.support.databases import Databases
from tests.support.programs import FORKS

STEPS = {
    "0018": ("0017", "signatories", "unnamed_signatories"),
    "0019": ("0018", "papers", "endorsements"),
    "0020": ("0019", "endorsements", "paper_texts", "paper_versions"),
    "0024": ("0023", "endorsements", "campaigns"),
}
"""Migrations that make tables anew: what each follows, and tables in which rows could be lost."""

WRITING = ("ALTER", "CREATE", "DELETE", "DROP", "INSERT", "UPDATE")


class Stopped(Exception):
    """What stops a migration here."""


@pytest.fixture(scope="module", params=DATABASES)
def ladder(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The addresses of databases with rows in them, by revision: one on its way down, copied."""
    folder = tmp_path_factory.mktemp("ladder")
    url, rungs = databases.migrated(request.param, folder), {}
    with an_app(folder, url):
        _sign()
        for before in sorted({before for before, *_ in STEPS.values()}, reverse=True):
            command.downgrade(migrate.get_config(), before)
            db.engine.dispose()
            rungs[before] = databases.copied(url, tmp_path_factory.mktemp(before))
    return rungs


@pytest.fixture
def signed(
    ladder: dict[str, str], step: str, databases: Databases, tmp_path: Path
) -> Iterator[Flask]:
    """An app whose database has rows in it and is where `step` finds it."""
    before, *_ = STEPS[step]
    with an_app(tmp_path, databases.copied(ladder[before], tmp_path)) as app:
        yield app


def _sign() -> None:
    paper = a_paper(accepts="both", allows_parts=True)
    an_endorsement(paper)
    an_endorsement(paper, capacity="individual", authorised=False, hides_name=True)
    an_endorsement(paper, confirmed=False)
    db.session.remove()


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.usefixtures("signed")
def test_a_migration_that_fails_at_any_statement_leaves_all_as_it_was(step: str) -> None:
    before, *touched = STEPS[step]
    rows, shape = contents(), tables()

    up = _stopped_everywhere(partial(command.upgrade, migrate.get_config(), step))
    down = _stopped_everywhere(partial(command.downgrade, migrate.get_config(), before))

    assert min(up, down) >= 2  # what it does, and the note that it is done
    assert all(rows[table] for table in touched)
    assert (contents(), tables()) == (rows, shape)


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_migration_that_is_killed_leaves_all_to_the_next_run(signed: Flask, step: str) -> None:
    before, *_ = STEPS[step]
    rows, shape = contents(), tables()
    folder, url = signed.config["DATA_DIR"], signed.config["SQLALCHEMY_DATABASE_URI"]

    killed = FORKS.Process(target=_upgrade_until_killed, args=(folder, url, step))
    killed.start()
    killed.join()

    assert killed.exitcode == -signal.SIGKILL
    assert (contents(), tables()) == (rows, shape)
    command.upgrade(migrate.get_config(), step)
    command.downgrade(migrate.get_config(), before)
    assert contents() == rows


def _stopped_everywhere(run: Callable[[], None]) -> int:
    """Stop a run after its first statement, its second and so on; return how many there were."""
    there = _numbers()
    for statements in count(1):
        with _stopping(statements) as stopped, suppress(Stopped):
            run()
        if not stopped:
            return statements - 1
        assert _numbers() == there, f"after {stopped[0]}"
    raise AssertionError("it ends")


def _numbers() -> dict[str, int]:
    """Return every table with the number of its rows."""
    with db.engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in inspect(connection).get_table_names()
        }


@contextmanager
def _stopping(at: int) -> Iterator[list[str]]:
    """Raise `Stopped` after the statement with this number that changes something."""
    passed: list[str] = []
    stopped: list[str] = []

    def stop(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(WRITING):
            passed.append(statement)
            if len(passed) == at:
                stopped.append(statement)
                raise Stopped

    event.listen(Engine, "after_cursor_execute", stop)
    try:
        yield stopped
    finally:
        event.remove(Engine, "after_cursor_execute", stop)
    db.engine.dispose()


def _upgrade_until_killed(folder: str, url: str, step: str) -> None:
    """Kill this process once the migration has done everything, before it is committed."""
    from signon.app import create_app
    from tests.conftest import settings

    def kill(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE alembic_version"):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", kill)
    with create_app(settings(Path(folder), url)).app_context():
        command.upgrade(migrate.get_config(), step)
