"""The migration that makes the stored CSV lines anew writes what the application writes."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, event, select, text

from signon.extensions import db, migrate
from signon.signatories.models import Signatory
from tests.factories import a_paper, an_endorsement
from tests.support.programs import FORKS

THIS = "0015"
AT = datetime(2026, 11, 27, 2, 25, tzinfo=UTC)
NASTY = ("=1+1", "Fair Homes;=1+1;", 'say "no", or', "a\tb|-c", "'+ x", "جمعية “ا”", "a;\u2028@b")


def migration() -> ModuleType:
    return ScriptDirectory.from_config(migrate.get_config()).get_revision(THIS).module


def sign_in_every_way() -> None:
    new_york = a_paper(accepts="both", time_zone="America/New_York", allows_parts=True)
    for number, name in enumerate(NASTY):
        an_endorsement(new_york, at=AT, name=name, acronym=name[:40], statement=f"We.\n{name}")
        person = {"capacity": "individual", "authorised": False, "affiliation": name}
        an_endorsement(new_york, at=AT, name=f"{name} {number}", **person)
    auckland = a_paper("roofs", time_zone="Pacific/Auckland", allows_reservations=True)
    an_endorsement(auckland, at=AT, reservation="-1")
    changed = "UPDATE signatories SET is_late = true, is_contested = true, priorities = '1,3-5'"
    with db.engine.begin() as connection:
        connection.execute(text(f"{changed} WHERE name = '=1+1'"))


def stored() -> dict[str, str]:
    db.engine.dispose()
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT public_id, csv_line FROM signatories"))
        return {row.public_id: row.csv_line for row in rows}


def written_by_the_application() -> dict[str, str]:
    from signon.papers.models import Paper
    from signon.signatories.fields import csv_line_of

    db.session.remove()
    found = select(Signatory, Paper.time_zone).join(Paper, Paper.id == Signatory.paper_id)
    lines = {line.public_id: csv_line_of(line, zone) for line, zone in db.session.execute(found)}
    db.session.remove()
    return lines


def test_stored_lines_are_remade_as_the_application_writes_them(today: Flask) -> None:
    alembic = migrate.get_config()
    sign_in_every_way()
    written = written_by_the_application()

    command.downgrade(alembic, f"{THIS}-1")
    older = stored()
    command.upgrade(alembic, "head")

    assert stored() == written
    assert older.keys() == written.keys()
    assert all(",2026-11-27,1,en," in line for line in older.values())
    assert not any("form" in line for line in older.values())
    assert sum(",2026-11-26,1,en," in line for line in written.values()) == 2 * len(NASTY)


def test_a_long_list_is_remade_portion_by_portion(
    today: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in_every_way()
    written, module = written_by_the_application(), migration()
    monkeypatch.setattr(module, "PORTION", 2)

    with db.engine.begin() as connection:
        connection.execute(text("UPDATE signatories SET csv_line = ''"))
        with Operations.context(MigrationContext.configure(connection)):
            module._remake(module._line)

    assert stored() == written


def test_a_run_that_is_killed_leaves_all_to_the_next_one(today: Flask) -> None:
    alembic = migrate.get_config()
    sign_in_every_way()
    written = written_by_the_application()
    command.downgrade(alembic, f"{THIS}-1")
    older = stored()

    folder, url = today.config["DATA_DIR"], today.config["SQLALCHEMY_DATABASE_URI"]
    killed = FORKS.Process(target=_upgrade_until_killed, args=(folder, url))
    killed.start()
    killed.join()

    assert killed.exitcode == -signal.SIGKILL
    assert stored() == older
    command.upgrade(alembic, "head")
    assert stored() == written


def _upgrade_until_killed(folder: str, url: str) -> None:
    from signon.app import create_app
    from tests.conftest import settings

    def kill(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE signatories"):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", kill)
    with create_app(settings(Path(folder), url)).app_context():
        command.upgrade(migrate.get_config(), "head")
