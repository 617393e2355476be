"""The trail is whole, in order, and says where it was tampered with."""

import threading
from contextlib import suppress
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from signon.audit import trail
from signon.audit.models import AuditEntry, AuditHead
from signon.extensions import db
from signon.transaction import after_commit, attempt, command

AFTERWARDS: list[str] = []


@command
def note(subject: str, times: int = 1) -> None:
    for _ in range(times):
        trail.record("open", subject, actor=trail.SYSTEM, times=times)


@command
def note_and_fail() -> None:
    trail.record("open", "lost", actor=trail.SYSTEM)
    raise LookupError


@command
def note_and_fail_in_part() -> None:
    trail.record("open", "kept", actor=trail.SYSTEM)
    for name in ("lost", "kept"):
        with suppress(LookupError), attempt():
            trail.record("open", name, actor=trail.SYSTEM)
            after_commit(partial(AFTERWARDS.append, name))
            if name == "lost":
                raise LookupError


@command
def tamper(statement: object) -> None:
    db.session.execute(statement)


def test_what_a_command_tried_in_vain_is_not_told(app: Flask) -> None:
    AFTERWARDS.clear()
    note_and_fail_in_part()

    assert [len(trail.history(name)) for name in ("kept", "lost")] == [2, 0]
    assert AFTERWARDS == ["kept"]
    assert trail.verify() is None


def test_entries_join_one_chain_in_the_order_in_which_they_happened(app: Flask) -> None:
    note("first", 2)
    note("second")

    assert [entry.number for entry in trail.history("first")] == [1, 2]
    assert trail.history("second")[0].previous_hash == trail.history("first")[1].hash
    assert trail.verify() is None


def test_an_empty_trail_is_whole(app: Flask) -> None:
    assert trail.verify() is None


def test_what_a_failed_command_noted_is_not_written_by_the_next(app: Flask) -> None:
    with pytest.raises(LookupError):
        note_and_fail()
    note("next")

    assert trail.history("lost") == []
    assert trail.verify() is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (update(AuditEntry).where(AuditEntry.number == 2).values(actor="somebody"), 2),
        (update(AuditEntry).where(AuditEntry.number == 2).values(details={"times": 9}), 2),
        (delete(AuditEntry).where(AuditEntry.number == 3), 3),
        (delete(AuditEntry).where(AuditEntry.number == 5), 5),
    ],
)
def test_verify_names_the_first_entry_that_was_tampered_with(
    app: Flask, change: object, fault: int
) -> None:
    note("subject", 5)

    tamper(change)

    found = trail.verify()
    assert found is not None
    assert found.number == fault


def test_eight_writers_at_once_make_one_chain(app: Flask) -> None:
    def write() -> None:
        with app.app_context():
            for _ in range(5):
                note("crowd")
            db.session.remove()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(trail.history("crowd")) == 40
    assert trail.verify() is None


def test_the_command_says_that_the_trail_is_whole_or_where_it_is_not(app: Flask) -> None:
    runner = app.test_cli_runner()
    note("subject", 3)
    whole = runner.invoke(args=["audit", "verify"])
    tamper(update(AuditEntry).where(AuditEntry.number == 1).values(action="close"))

    broken = runner.invoke(args=["audit", "verify"])

    assert whole.exit_code == 0
    assert whole.output.startswith("The trail is whole.\nIt ends with 3:")
    assert broken.exit_code == 1
    assert "Entry 1 " in broken.output


def test_the_database_itself_moves_the_head_with_every_entry(app: Flask) -> None:
    note("first", 2)
    newest = trail.history("first")[-1]

    head = db.session.scalars(select(AuditHead)).one()

    assert (head.number, head.hash) == (newest.number, newest.hash)
