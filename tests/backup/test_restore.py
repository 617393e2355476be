"""A restored database is whole, erased again, and mails only what was not sent."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from signon.audit import trail
from signon.extensions import db
from signon.jobs.worker import work
from tests.backup.conftest import a_place
from tests.backup.places import Place
from tests.backup.scene import MAILS, SENT, backed_up, names, nineteen_mails, signed, withdrawn
from tests.support.databases import Databases
from tests.support.smtp import Sink, sink


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as server:
        yield server


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.tar.gz"


@pytest.fixture
def empty(place: Place, databases: Databases, tmp_path: Path) -> Place:
    """Another installation, where nothing is yet."""
    return a_place(tmp_path / "other", make_url(place.url).get_backend_name(), databases.empty)


def drain(place: Place, server: Sink) -> None:
    with place.app(MAIL_PORT=str(server.port)):
        work(True, threading.Event())


def test_one_command_restores_into_an_empty_place(place: Place, empty: Place, file: Path) -> None:
    signed(place, "Hearth", "Harbour")
    backed_up(place, file)

    said = empty.must("backup", "restore", str(file))

    assert "is in place" in said
    assert names(empty) == ["Harbour", "Hearth"]
    assert "whole" in empty.must("audit", "verify")


def test_what_was_erased_since_is_erased_again_in_a_used_place(place: Place, file: Path) -> None:
    signed(place, "Hearth", "Harbour")
    backed_up(place, file)
    withdrawn(place, "Hearth")
    signed(place, "Later")

    said = place.must("backup", "restore", str(file))

    assert "erased again (withdraw): 1" in said
    assert names(place) == ["Harbour"]
    assert place.scalar("SELECT count(*) FROM contacts") == 1


def test_what_was_erased_before_it_was_backed_up_elsewhere_stays_so(
    place: Place, empty: Place, file: Path
) -> None:
    signed(place, "Hearth", "Harbour")
    withdrawn(place, "Hearth")
    backed_up(place, file)

    empty.must("backup", "restore", str(file))

    assert (empty.folder / "erasures.jsonl").read_text().count("withdraw") == 1


def test_mails_sent_since_are_not_sent_again_and_the_others_are_held(
    place: Place, file: Path, server: Sink
) -> None:
    nineteen_mails(place)
    backed_up(place, file)
    server.tell("RCPT", "450 later", times=MAILS - SENT)
    drain(place, server)
    assert len(server.accepted) == SENT

    said = place.must("backup", "restore", str(file))
    drain(place, server)

    assert f"dropped: {SENT}" in said
    assert f"release`: {MAILS - SENT}" in said
    assert len(server.accepted) == SENT
    assert f"released: {MAILS - SENT}" in place.must("backup", "release")
    drain(place, server)
    assert sorted(server.recipients()) == sorted(f"{n}@example.org" for n in range(MAILS))


def test_without_a_journal_every_mail_is_held_and_that_is_said(
    place: Place, empty: Place, file: Path, server: Sink
) -> None:
    nineteen_mails(place)
    backed_up(place, file)

    said = empty.must("backup", "restore", str(file))
    drain(empty, server)

    assert f"release`: {MAILS}" in said
    assert "Nothing here tells what was sent" in said
    assert server.accepted == []
    assert f"discarded: {MAILS}" in empty.must("backup", "release", "--discard")
    drain(empty, server)
    assert server.accepted == []


def test_a_backup_of_older_tables_is_brought_up_to_date(
    place: Place, empty: Place, file: Path
) -> None:
    signed(place, "Hearth")
    head = place.scalar("SELECT version_num FROM alembic_version")
    place.must("db", "downgrade")
    backed_up(place, file)

    empty.must("backup", "restore", str(file))

    assert empty.scalar("SELECT version_num FROM alembic_version") == head
    assert names(empty) == ["Hearth"]


def test_a_backup_of_newer_tables_is_refused(place: Place, empty: Place, file: Path) -> None:
    with place.app(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    backed_up(place, file)

    refused = empty.flask("backup", "restore", str(file))

    assert refused.returncode == 1
    assert "newer" in refused.stderr


@pytest.mark.parametrize("how", ["truncated", "flipped", "empty", "text"])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    lite: Place, file: Path, how: str
) -> None:
    signed(lite, "Hearth")
    whole = backed_up(lite, file).read_bytes()
    middle, last = len(whole) // 2, len(whole) - 5  # of the sum that gzip ends with
    flipped = whole[:last] + bytes([whole[last] ^ 1]) + whole[last + 1 :]
    damaged = {"truncated": whole[:middle], "flipped": flipped, "empty": b"", "text": b"no" * 900}
    file.write_bytes(damaged[how])
    before = {path.name: path.read_bytes() for path in lite.folder.iterdir() if path.is_file()}

    refused = lite.flask("backup", "restore", str(file))

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "whole backup" in refused.stderr
    after = {path.name: path.read_bytes() for path in lite.folder.iterdir()}
    assert after == before


def test_a_stale_log_does_not_spoil_what_is_restored(lite: Place, file: Path) -> None:
    signed(lite, "Hearth")
    backed_up(lite, file)
    with closing(sqlite3.connect(lite.file)) as other:
        other.execute("CREATE TABLE much AS SELECT randomblob(9000) FROM jobs, jobs AS more")
        stale = lite.log.read_bytes()
    lite.log.write_bytes(stale)

    lite.must("backup", "restore", str(file))

    assert not lite.log.exists()
    assert names(lite) == ["Hearth"]


def test_the_restored_file_has_the_rights_of_the_one_before(lite: Place, file: Path) -> None:
    backed_up(lite, file)
    lite.file.chmod(0o640)

    lite.must("backup", "restore", str(file))
    lite.file.unlink()
    lite.must("backup", "restore", str(file))

    assert lite.file.stat().st_mode & 0o777 == 0o640
    assert lite.file.stat().st_uid == lite.folder.stat().st_uid
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_trail_says_that_it_went_back_and_is_whole_after_it(place: Place, file: Path) -> None:
    signed(place, "Hearth")
    backed_up(place, file)
    before = place.must("audit", "verify").split()[-1]
    signed(place, "Later")
    after = place.must("audit", "verify").split()[-1]

    place.must("backup", "restore", str(file))

    place.must("audit", "verify", "--head", before)
    assert place.flask("audit", "verify", "--head", after).returncode == 1
    with place.app():
        entry = trail.history("trail")[-1]
    assert (entry.action, entry.details) == ("restore", {"replaced": int(after.split(":")[0])})
    assert (place.folder / "audit-head").stat().st_mode & 0o777 == 0o600
