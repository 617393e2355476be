"""Restoring beside processes that run, that are killed, or that find a damaged database."""

import os
import random
import signal
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine

from signon.backup import programs
from signon.backup.errors import BackupError
from signon.extensions import db
from tests.backup.places import PATIENCE, Place, stop
from tests.backup.scene import backed_up, names, signed
from tests.factories import FORM, a_paper
from tests.support.clients import Browser
from tests.support.databases import Databases

KILLS = 4
FORM_PAGE = "/en/papers/ten-doors/endorse"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.tar.gz"


@pytest.mark.slow
@pytest.mark.parametrize("program", ["web", "worker"])
def test_a_running_service_can_be_backed_up_and_not_restored(
    place: Place, file: Path, program: str
) -> None:
    signed(place, "Hearth")
    with getattr(place, program)():
        backed_up(place, file)
        signed(place, "Later")

        refused = place.process("backup", "restore", str(file))

        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert "stop web server and worker" in refused.stderr
        assert names(place) == ["Hearth", "Later"]
    done = place.process("backup", "restore", str(file))

    assert done.returncode == 0, done.stderr
    assert names(place) == ["Hearth"]


def test_a_database_that_another_machine_uses_is_not_replaced(place: Place, file: Path) -> None:
    backed_up(place, file)
    named = {"application_name": "signon"} if "postgresql" in place.url else {}
    engine = create_engine(place.url, connect_args=named)
    with engine.connect() as other:
        other.exec_driver_sql("SELECT count(*) FROM jobs").scalar()

        refused = place.process("backup", "restore", str(file))

    engine.dispose()
    assert refused.returncode == 1
    assert "in use" in refused.stderr


@pytest.mark.slow
def test_a_restore_that_is_killed_leaves_the_old_or_the_new(place: Place, file: Path) -> None:
    signed(place, "Old")
    backed_up(place, file)
    signed(place, "Newer")
    seen = [kill_while_restoring(place, file) for _ in range(KILLS)]

    assert all(found in (["Newer", "Old"], ["Old"]) for found in seen)
    place.must("backup", "restore", str(file))
    assert names(place) == ["Old"]
    assert list(place.folder.glob(".signon-backup-*")) == []


def kill_while_restoring(place: Place, file: Path) -> list[str]:
    """Kill -9 a restore at some moment after it has begun; return who is on the list then."""
    with place.running("flask", "--app", "wsgi", "backup", "restore", str(file)) as it:
        deadline = time.monotonic() + PATIENCE
        while it.poll() is None and time.monotonic() < deadline:
            if list(place.folder.glob(".signon-backup-*")):
                time.sleep(random.uniform(0, 1.5))
                break
            time.sleep(0.01)
        stop(it, signal.SIGKILL)
    return names(place)


@pytest.fixture
def damaged(lite: Place) -> Place:
    """An installation whose database is about to be damaged."""
    signed(lite, "Hearth")
    return lite


def spoil(place: Place) -> None:
    """Write anything over all pages of the database but the first."""
    octets = place.file.read_bytes()
    place.file.write_bytes(octets[:4096] + os.urandom(len(octets) - 4096))


def test_nobody_is_served_from_a_damaged_database(damaged: Place, file: Path) -> None:
    backed_up(damaged, file)
    spoil(damaged)

    web = damaged.process_of("gunicorn", "wsgi:app", "--preload", "--bind=127.0.0.1:0")
    worker = damaged.process("worker", "--once")

    assert (web.returncode, worker.returncode) == (1, 1)
    for ended in (web, worker):
        assert "is damaged" in ended.stderr
        assert "Traceback" not in ended.stderr
    damaged.must("backup", "restore", str(file))
    assert names(damaged) == ["Hearth"]


def test_a_signature_that_cannot_be_kept_is_not_answered_as_if_it_were(damaged: Place) -> None:
    with damaged.app() as app:
        a_paper()
        client = Browser(app, app.response_class)
        mark = client.mark(FORM_PAGE)
        db.engine.dispose()
        spoil(damaged)

        answer = client.post(FORM_PAGE, data={**FORM, "csrf_token": mark})

    assert answer.status_code == 503
    assert "<h1" in answer.text


def test_a_damaged_database_is_not_backed_up_over_a_good_backup(damaged: Place, file: Path) -> None:
    good = backed_up(damaged, file).read_bytes()
    spoil(damaged)

    refused = damaged.flask("backup", "create", str(file))

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert file.read_bytes() == good


@pytest.mark.parametrize("programs_there", [[], [9]], ids=["missing", "old"])
def test_a_missing_or_old_program_of_postgresql_is_named(
    lite: Place,
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    programs_there: list[int],
) -> None:
    for version in programs_there:
        program = tmp_path / str(version) / "bin" / "pg_dump"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.1'\n")
        program.chmod(0o700)
    monkeypatch.setattr(programs, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    place = Place(lite.folder, databases.server)
    says = "older than the server" if programs_there else "not installed"
    with place.app(), pytest.raises(BackupError, match=says):
        programs.run("pg_dump", tmp_path)


def test_no_password_stands_in_the_command_line(tmp_path: Path, lite: Place) -> None:
    with lite.app() as app:
        app.extensions["sqlalchemy"]._app_engines[app][None] = create_engine(
            "postgresql+psycopg://us:a%3Ab%5Cc@h:5/d?sslmode=require"
        )
        address = programs._address(tmp_path)

    kept = quote(f"{tmp_path}/pgpass", safe="")
    assert address == f"postgresql://us@h:5/d?passfile={kept}&sslmode=require"
    assert (tmp_path / "pgpass").read_text() == "*:*:*:*:a\\:b\\\\c\n"
    assert (tmp_path / "pgpass").stat().st_mode & 0o077 == 0
