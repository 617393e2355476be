"""What waits can be held, let go again, or known to have been done already."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from signon.extensions import db
from signon.jobs import journal, queue, schedule
from signon.jobs.models import Job
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.jobs.worker import work
from signon.kernel import clock


@pytest.fixture(autouse=True)
def own_folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "DATA_DIR", str(tmp_path))


def states() -> list[tuple[str, str]]:
    db.session.remove()
    return sorted((job.subject, job.state) for job in db.session.query(Job))


def test_what_is_held_is_not_done_until_it_is_let_go(handlers: dict[str, Handler]) -> None:
    done: list[str] = []
    handlers["email"] = lambda job: done.append(job.subject)
    handlers["scheduled"] = lambda job: done.append(job.subject)
    queue.enqueue("email", {}, subject="a")
    queue.enqueue("scheduled", {}, subject="purge")
    queue.enqueue("scheduled", {}, subject="remind")

    assert queue.hold(but=[("scheduled", "purge")]) == 2
    queue.enqueue("email", {}, subject="new")
    work(True, threading.Event())
    assert sorted(done) == ["new", "purge"]
    assert [state for _, state in states()].count("held") == 2

    assert queue.release_held() == 2
    work(True, threading.Event())
    assert sorted(done) == ["a", "new", "purge", "remind"]


def test_what_is_held_may_be_discarded() -> None:
    queue.enqueue("email", {}, subject="a")
    queue.hold(but=[])
    queue.enqueue("email", {}, subject="b")

    assert queue.discard_held() == 1

    assert states() == [("b", "waiting")]


def test_the_journal_knows_what_was_done_and_names_nobody(
    tmp_path: Path, handlers: dict[str, Handler]
) -> None:
    handlers["email"] = lambda job: None
    ref = queue.enqueue("email", {"to": "ada@example.org"}, subject="a")

    work(True, threading.Event())

    assert list(journal.refs(tmp_path)) == [ref]
    assert [file.read_text().count("ada") for file in journal.files(tmp_path)] == [0]
    assert journal.files(tmp_path)[0].stat().st_mode & 0o077 == 0


def test_what_was_done_elsewhere_is_marked_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PORTION", 2)
    refs = [queue.enqueue("email", {"to": "a"}, subject=str(number)) for number in range(5)]
    queue.enqueue("email", {}, subject="undone")

    assert queue.mark_done([*refs, "unknown"]) == 5
    assert queue.mark_done(refs) == 0

    assert [state for _subject, state in states()] == ["done"] * 5 + ["waiting"]
    assert [job.payload for job in db.session.query(Job) if job.state == "done"] == [None] * 5


def test_scheduled_work_that_is_held_goes_on_when_it_is_let_go() -> None:
    tasks = [Scheduled(name, timedelta(hours=1), list) for name in ("remind", "purge")]
    schedule.hold(["remind"])
    with time_machine.travel(clock.now() + timedelta(days=400)):
        assert schedule.run_due(tasks) == 1

    assert schedule.release()
    assert not schedule.release()

    assert schedule.run_due(tasks) == 1


def test_the_journal_forgets_in_time(tmp_path: Path) -> None:
    journal.note("old")
    with time_machine.travel(clock.now() + journal.KEEP * 1.2):
        journal.note("new")
        journal.purge()

    assert list(journal.refs(tmp_path)) == ["new"]
