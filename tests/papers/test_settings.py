"""Dates and rules of a paper: on the desk, by command, from a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.audit import trail
from signon.papers import queries, service
from signon.papers.queries import PublicPaper
from signon.papers.rules import RuleRefused
from tests.factories import a_paper
from tests.papers.test_imports import WRITTEN, run
from tests.support.clients import Browser
from tests.support.desk import sign_in

ROOM = "/desk/papers/ten-doors/settings"
OPENS = datetime(2027, 3, 1, tzinfo=UTC)
CLOSES = datetime(2027, 3, 31, 22, 0, tzinfo=UTC)
FORM = {
    "soft_closes_at": "2027-03-14T23:59",
    "closes_at": "2027-04-01T00:00",
    "late_desk": "y",
    "accepts": "both",
    "publication": "after_review",
    "publish_grades": ["second", "checked"],
    "contested_shown": "marked",
    "retention_months": "6",
}


def paper() -> PublicPaper:
    return queries.paper_by_slug("ten-doors", drafts=True)


def a_dated_paper(**changes: Any) -> PublicPaper:
    return a_paper(opens_at=OPENS, closes_at=CLOSES, time_zone="Europe/Brussels", **changes)


def test_a_lead_sets_dates_in_the_papers_own_time_zone(client: Browser) -> None:
    a_dated_paper()
    sign_in(client, Role.EDITOR)

    assert client.send(ROOM, FORM).status_code == 303

    # Winter time in the middle of March, summer time at its end.
    assert paper().soft_closes_at == datetime(2027, 3, 14, 22, 59, tzinfo=UTC)
    assert paper().closes_at == CLOSES
    assert (paper().late_desk, paper().accepts, paper().retention_months) == (True, "both", 6)
    assert (paper().publish_grades, paper().contested_shown) == ("checked second", "marked")
    page = client.get(ROOM).text
    assert 'value="2027-03-14T23:59"' in page
    assert 'value="2027-03-31T23:59"' in page  # the last minute of what closes at midnight
    assert "Saved." in page


def test_what_a_lead_changes_is_noted_without_a_word_of_people(client: Browser) -> None:
    before = a_dated_paper()
    sign_in(client)

    client.send(ROOM, {**FORM, "closes_at": "2027-05-01T12:00"})
    client.send(ROOM, {**FORM, "closes_at": "2027-05-01T12:00"})

    entries = [e for e in trail.history(before.public_id) if e.action == "set_rules"]
    assert len(entries) == 1
    assert entries[0].details["closes_at"] == "2027-05-01T10:00:00+00:00"
    assert entries[0].details["late_desk"] is True


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("closes_at", "soon"),
        ("closes_at", "2027-02-30T10:00"),
        ("closes_at", "2027-02-01T10:00"),
        ("closes_at", "0001-01-01T00:00"),
        ("closes_at", "\x00"),
        ("soft_closes_at", "2027-04-01T00:01"),
        ("retention_months", "0"),
        ("retention_months", "121"),
        ("retention_months", "²"),
        ("retention_months", ""),
        ("accepts", "robots"),
        ("publication", "x" * 5000),
        ("contested_shown", ""),
        ("publish_grades", ["mailbox", "hearsay"]),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_changes(
    client: Browser, field: str, value: str
) -> None:
    before = a_dated_paper()
    sign_in(client)

    answer = client.send(ROOM, {**FORM, field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    assert paper() == before


def test_a_date_left_as_it_is_shown_is_not_cut_to_the_minute(client: Browser) -> None:
    closes = CLOSES.replace(second=59, microsecond=7)
    a_paper(opens_at=OPENS, closes_at=closes)
    sign_in(client)

    client.send(ROOM, {**FORM, "soft_closes_at": "", "closes_at": "2027-03-31T22:00"})

    assert paper().closes_at == closes


def test_only_editors_of_the_campaign_come_in(client: Browser) -> None:
    a_dated_paper()
    sign_in(client, Role.MODERATOR)
    assert client.get(ROOM).status_code == 404
    assert "settings" not in client.get("/desk/").text

    sign_in(client, Role.OWNER, campaign="other-campaign")
    mark = client.mark("/desk/sign-in")
    assert client.get(ROOM).status_code == 404
    assert client.post(ROOM, data={**FORM, "csrf_token": mark}).status_code == 404


def test_the_desk_leads_an_editor_there(client: Browser) -> None:
    a_dated_paper()
    sign_in(client, Role.EDITOR)

    assert f'href="{ROOM}"' in client.get("/desk/").text


def test_the_command_changes_only_what_it_names(app: Flask) -> None:
    a_dated_paper(late_desk=True)
    runner = app.test_cli_runner()

    done = runner.invoke(
        args=[
            "papers",
            "set",
            "ten-doors",
            "--closes-softly",
            "2027-03-14",
            "--contested",
            "marked",
        ]
    )

    assert (done.exit_code, done.output) == (0, "ten-doors is changed.\n")
    assert paper().soft_closes_at == datetime(2027, 3, 14, 23, 0, tzinfo=UTC)
    assert (paper().closes_at, paper().late_desk) == (CLOSES, True)

    runner.invoke(args=["papers", "set", "ten-doors", "--closes-softly", "none", "--no-late-desk"])
    assert (paper().soft_closes_at, paper().late_desk) == (None, False)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--closes", "soon"], "soon"),
        (["--closes", "2026-01-01"], "That day is past."),
        (["--closes", "2027-02-01"], "before it opens"),
        (["--closes-softly", "2027-04-02"], "before the close"),
        (["--publish-grades", "mailbox hearsay"], "hearsay"),
    ],
)
def test_the_command_refuses_in_words(app: Flask, options: list[str], words: str) -> None:
    before = a_dated_paper()

    done = app.test_cli_runner().invoke(args=["papers", "set", "ten-doors", *options])

    assert done.exit_code == 1
    assert words in done.output
    assert paper() == before


def test_the_command_names_a_paper_that_is_not_there(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["papers", "set", "nothing", "--late-desk"])

    assert done.exit_code == 1
    assert "nothing" in done.output


def test_what_is_no_rule_is_not_set_this_way(app: Flask) -> None:
    a_dated_paper()

    with pytest.raises(TypeError):
        service.set_rules("ten-doors", actor=trail.SYSTEM, state="draft")
    with pytest.raises(RuleRefused):
        service.set_rules("ten-doors", actor=trail.SYSTEM, accepts="robots")


def test_a_file_says_until_when_it_asks_and_whether_late_comers_may(
    app: Flask, tmp_path: Path
) -> None:
    a_paper("other")
    said = "closes_softly: 2027-03-14\nlate_desk: yes\ntime_zone"

    assert run(app, tmp_path, WRITTEN.replace("time_zone", said))[0] == 0

    assert paper().soft_closes_at == datetime(2027, 3, 14, 23, 0, tzinfo=UTC)
    assert paper().late_desk is True
    # Saying nothing changes nothing.
    assert run(app, tmp_path, WRITTEN)[0] == 0
    assert paper().late_desk is True


@pytest.mark.parametrize("said", ["closes_softly: 2027-04-02\n", "late_desk: maybe\n"])
def test_a_file_that_contradicts_itself_is_refused_in_words(
    app: Flask, tmp_path: Path, said: str
) -> None:
    a_paper("other")

    code, output = run(app, tmp_path, WRITTEN.replace("time_zone", f"{said}time_zone"))

    assert code == 1
    assert "Traceback" not in output


def test_a_paper_closed_by_hand_asks_no_longer_than_it_is_open(app: Flask) -> None:
    a_paper(opens_at=OPENS.replace(year=2026), soft_closes_at=CLOSES, time_zone="UTC")

    service.close_paper("ten-doors", actor=trail.SYSTEM)

    assert paper().soft_closes_at == paper().closes_at


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2027-03-28T02:30", "2027-03-28 01:59"),
        ("2027-10-31T02:30", "2027-10-31T02:30+01:00"),
        ("2021-03-31T12:00", "That day is past."),
    ],
)
def test_an_hour_that_cannot_be_is_refused_on_the_desk_and_by_command(
    app: Flask, client: Browser, typed: str, words: str
) -> None:
    a_dated_paper()
    sign_in(client, Role.EDITOR)

    answer = client.send(ROOM, {**FORM, "closes_at": typed})
    run_it = app.test_cli_runner().invoke(args=["papers", "set", "ten-doors", "--closes", typed])

    assert answer.status_code == 422
    assert words in answer.text
    assert run_it.exit_code == 1
    assert words in run_it.output
    assert paper().closes_at == CLOSES


def test_of_an_hour_that_comes_twice_either_can_be_chosen(client: Browser) -> None:
    a_dated_paper()
    sign_in(client, Role.EDITOR)

    assert client.send(ROOM, {**FORM, "closes_at": "2027-10-31T02:30+01:00"}).status_code == 303

    assert paper().closes_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
