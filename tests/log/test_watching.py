"""Whoever runs the service, and owners, are told when the log does not go on."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from signon.access.roles import Role
from signon.extensions import db
from signon.jobs import heartbeat
from signon.kernel import clock
from signon.log import keys, noted, verifying, watching
from signon.log.models import LogPending
from tests.factories import a_paper, an_endorsement
from tests.log.scene import a_minute_later, advance
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database

STOPPED = "the checkable log has stopped and waits for a person"
LOCAL = "http://127.0.0.1:8000"


@pytest.fixture
def other_key(app: Flask) -> Iterator[None]:
    """Let the test do with the key what it likes; the next one has another."""
    yield
    keys.place().unlink(missing_ok=True)


def ready(client: Browser) -> tuple[int, str]:
    heartbeat.beat("one")
    answer = client.get("/readyz")
    return answer.status_code, answer.text


def numbers(client: Browser) -> dict[str, float]:
    lines = client.get("/metrics", base_url=LOCAL).text.splitlines()
    named = (line.removeprefix("signon_log_").split() for line in lines if "signon_log_" in line)
    return {words[0]: float(words[1]) for words in named if words[0] != "#"}


def test_a_log_that_waits_for_a_person_is_told(app: Flask, client: Browser) -> None:
    an_endorsement(a_paper())
    advance()
    assert ready(client)[0] == 200

    noted.forget()

    status, words = ready(client)
    assert (status, STOPPED in words) == (503, True)
    assert str(noted.place()) not in words  # anybody may ask
    assert numbers(client)["stopped"] == 1


def test_entries_that_wait_for_ten_minutes_are_told(app: Flask, client: Browser) -> None:
    paper = a_paper()
    an_endorsement(paper)
    assert ready(client)[0] == 200
    assert numbers(client)["waiting"] == 1

    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert "has signed nothing of what waits for 10 minutes" in ready(client)[1]
        assert numbers(client)["oldest_seconds"] >= 660
        advance()
        assert ready(client)[0] == 200
        assert numbers(client) == {"leaves": 2, "waiting": 0, "oldest_seconds": 0, "stopped": 0}


def test_a_whole_installation_that_is_signed_each_minute_is_not_late(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper)
    advance()
    an_endorsement(paper)

    with time_machine.travel(clock.now() + timedelta(minutes=9), tick=False):
        assert watching.problem() == ""
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert watching.problem() != ""


@pytest.mark.usefixtures("other_key")
@on_one_database
def test_a_key_that_cannot_be_read_is_told_in_no_detail(app: Flask, client: Browser) -> None:
    an_endorsement(a_paper())
    advance()
    keys.place().write_bytes(b"nothing")

    status, words = ready(client)

    assert status == 503
    assert "the checkable log cannot read its files" in words
    assert str(keys.place()) not in words
    assert numbers(client)["stopped"] == 1


@on_one_database
def test_leaves_that_nobody_signs_are_told(app: Flask) -> None:
    paper = a_paper()
    with time_machine.travel(clock.now(), tick=False):
        an_endorsement(paper)
        advance()
        an_endorsement(paper)
        advance()  # in the same minute, so it is signed in the next
        assert watching.problem() == ""

    with time_machine.travel(clock.now() + timedelta(minutes=12), tick=False):
        assert "has signed nothing" in watching.problem()


@on_one_database
def test_owners_are_told_at_the_desk_and_others_are_not(app: Flask, client: Browser) -> None:
    an_endorsement(a_paper())
    advance()
    noted.forget()
    words = "by which anybody can check the lists has stopped"

    assert words in desk.sign_in(client, Role.OWNER).get("/desk/").text
    viewer = desk.sign_in(Browser(app, app.response_class), Role.VIEWER)
    assert words not in viewer.get("/desk/").text


@on_one_database
def test_who_checks_while_the_worker_signs_finds_no_fault(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    an_endorsement(paper)
    advance()
    an_endorsement(paper)
    lists = verifying._lists

    def meanwhile(*given: object) -> object:
        with a_minute_later():
            advance()
        return lists(*given)

    monkeypatch.setattr(verifying, "_lists", meanwhile)

    assert list(verifying.findings()) == []


@pytest.mark.usefixtures("other_key")
@on_one_database
def test_a_machine_that_keeps_no_log_looks_at_the_database_alone(app: Flask) -> None:
    an_endorsement(a_paper())
    advance()
    noted.forget()

    keys.place().unlink()

    assert watching.problem() == ""
    an_endorsement(a_paper("other"))
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert "has signed nothing" in watching.problem()


@pytest.mark.usefixtures("other_key")
@on_one_database
def test_the_check_of_settings_says_what_the_key_is_like(app: Flask) -> None:
    def check(status: int) -> str:
        done = app.test_cli_runner().invoke(args=["config", "check"])
        assert done.exit_code == status
        return done.output

    keys.place().unlink(missing_ok=True)
    assert "has no key yet" in check(0)
    an_endorsement(a_paper())
    advance()
    assert f"signs as {keys.verifier_key()}.\n" in check(0)
    keys.place().chmod(0o640)  # as a careless copy leaves it
    assert "Others than its owner may read" in check(0)
    keys.place().write_bytes(b"nothing")
    assert "holds no key" in check(1)


def test_an_entry_knows_since_when_it_waits(app: Flask) -> None:
    moment = clock.now().replace(microsecond=0)
    with time_machine.travel(moment, tick=False):
        an_endorsement(a_paper())

    assert {row.noted_at for row in db.session.query(LogPending)} == {moment}
