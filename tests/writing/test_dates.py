"""Dates and rules of a paper: on the desk, by command, from a file."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from signon.access.roles import Role
from signon.audit import trail
from signon.extensions import db
from signon.jobs.models import Job
from signon.kernel import clock
from signon.outbox.post import Email, Link, Paragraph
from signon.papers import queries, service
from signon.papers.queries import PublicPaper
from signon.papers.rules import LEVELS, RuleRefused
from signon.writing import tasks
from signon.writing.service import TELLING
from tests.factories import a_paper, an_endorsement, change_paper, confirm
from tests.papers.test_imports import WRITTEN, run
from tests.support.clients import Browser
from tests.support.databases import on_one_database
from tests.support.desk import sign_in

ROOM = "/desk/papers/ten-doors/dates"
RULES = "/desk/papers/ten-doors/rules"
OPENS = datetime(2027, 3, 1, tzinfo=UTC)
CLOSES = datetime(2027, 3, 31, 22, 0, tzinfo=UTC)
DATES = {"soft_on": "2027-03-14", "closes_on": "2027-03-31", "late_desk": "y"}
FORM = {
    "accepts": "both",
    "level": "own",
    "publication": "after_review",
    "publish_grades": ["second", "checked"],
    "contested_shown": "marked",
    "retention_months": "6",
}


def move(client: Browser, **typed: Any) -> TestResponse:
    """Type new dates, look at what they do, and do it."""
    shown = {"csrf_token": client.mark(ROOM), **_shown(client.get(ROOM).text), **typed}
    looked = client.post(ROOM, data={**shown, "action": "look"})
    if looked.status_code != 200:
        return looked
    seen = _shown(looked.text)["seen"]
    return client.post(ROOM, data={**shown, "seen": seen, "action": "save"})


def _shown(page: str) -> dict[str, str]:
    found = re.findall(r'name="(seen|\w+_on|\w+_time)"\s+value="([^"]*)"', page)
    return dict(found)


def work() -> None:
    """Do what waits of telling people, as a worker does."""
    for job in db.session.scalars(select(Job).where(Job.kind == TELLING)).all():
        tasks.tell(job)


def change(client: Browser, **typed: Any) -> TestResponse:
    return client.post(RULES, data={"csrf_token": client.mark(ROOM), **FORM, **typed})


def paper() -> PublicPaper:
    return queries.paper_by_slug("ten-doors", drafts=True)


def a_dated_paper(**changes: Any) -> PublicPaper:
    return a_paper(opens_at=OPENS, closes_at=CLOSES, time_zone="Europe/Brussels", **changes)


def test_a_lead_sets_dates_as_days_in_the_papers_own_time_zone(client: Browser) -> None:
    a_dated_paper()
    sign_in(client, Role.EDITOR)

    assert move(client, **{**DATES, "soft_time": "18:00"}).status_code == 303
    assert change(client).status_code == 303

    # Winter time in the middle of March, summer time at its end.
    assert paper().soft_closes_at == datetime(2027, 3, 14, 17, tzinfo=UTC)
    assert paper().closes_at == CLOSES
    assert (paper().late_desk, paper().accepts, paper().retention_months) == (True, "both", 6)
    assert (paper().publish_grades, paper().contested_shown) == ("checked second", "marked")
    page = client.get(ROOM).text
    assert _shown(page)["closes_on"] == "2027-03-31"
    assert (_shown(page)["closes_time"], _shown(page)["soft_time"]) == ("", "18:00")
    assert "Saved." in page


@pytest.mark.parametrize("level", ["open", "normal", "strict"])
def test_a_level_stands_for_its_single_rules(client: Browser, level: str) -> None:
    a_dated_paper(publication="after_review")
    sign_in(client, Role.EDITOR)

    assert change(client, level=level, publish_grades=["disposable"]).status_code == 303

    assert paper().publish_grades == LEVELS[level]
    assert paper().publication == "on_confirmation"
    assert re.search(rf'value="{level}" checked', client.get(ROOM).text)


def test_what_a_lead_changes_is_noted_with_the_date_before(client: Browser) -> None:
    before = a_dated_paper()
    sign_in(client)

    move(client, closes_on="2027-05-01", closes_time="12:00", late_desk="y")
    move(client, closes_on="2027-05-01", closes_time="12:00", late_desk="y")

    entries = [e for e in trail.history(before.public_id) if e.action == "set_rules"]
    assert len(entries) == 1
    assert entries[0].details["closes_at"] == "2027-05-01T10:00:00+00:00"
    assert entries[0].details["closes_at_before"] == "2027-03-31T22:00:00+00:00"
    assert entries[0].details["late_desk"] is True
    page = client.get(ROOM).text
    assert "the end of 31 March 2027 (Central European Time)" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("closes_on", "soon"),
        ("closes_on", "2027-02-30"),
        ("closes_on", "2027-02-01"),
        ("closes_on", "0001-01-01"),
        ("closes_on", "\x00"),
        ("soft_on", "2027-04-02"),
        ("closes_time", "25:00"),
        ("closes_time", "noon"),
    ],
)
@on_one_database
def test_a_date_that_cannot_be_is_said_beside_its_field_and_nothing_changes(
    client: Browser, field: str, value: str
) -> None:
    before = a_dated_paper()
    sign_in(client)

    answer = move(client, **{**DATES, field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    assert paper() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("retention_months", "0"),
        ("retention_months", "121"),
        ("retention_months", "²"),
        ("retention_months", ""),
        ("accepts", "robots"),
        ("level", "lenient"),
        ("publication", "x" * 5000),
        ("contested_shown", ""),
        ("publish_grades", ["mailbox", "hearsay"]),
    ],
)
@on_one_database
def test_a_rule_that_cannot_be_is_said_beside_its_field_and_nothing_changes(
    client: Browser, field: str, value: str
) -> None:
    before = a_dated_paper()
    sign_in(client)

    answer = change(client, **{field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    assert paper() == before


def test_a_date_left_as_it_is_shown_is_not_cut_to_the_minute(client: Browser) -> None:
    closes = CLOSES.replace(second=59, microsecond=7)
    a_paper(opens_at=OPENS, closes_at=closes)
    sign_in(client)

    assert move(client, late_desk="y").status_code == 303

    assert (paper().closes_at, paper().late_desk) == (closes, True)


def test_nothing_is_moved_that_was_not_looked_at(client: Browser) -> None:
    before = a_paper(closes_at=CLOSES)
    sign_in(client)
    typed = {"csrf_token": client.mark(ROOM), "action": "save", **DATES, "closes_on": "2027-06-01"}

    answer = client.post(ROOM, data={**typed, "seen": "made-up"})

    assert answer.status_code == 200
    assert "This is what will happen" in answer.text
    assert "until the end of 1 June 2027" in answer.text
    assert paper() == before


def test_a_later_date_opens_a_closed_paper_again(client: Browser) -> None:
    a_paper()
    service.close_paper("ten-doors", actor=trail.SYSTEM)
    sign_in(client)

    assert move(client, closes_on="2031-06-01", closes_time="").status_code == 303

    assert paper().status(clock.now()) == "open"
    assert paper().closed_at is None
    assert "Open until the end of 1 June 2031" in client.get(ROOM).text


def test_the_opening_can_be_moved_while_it_lies_ahead_and_never_after(client: Browser) -> None:
    a_paper(opens_at=clock.now() + timedelta(days=9))
    sign_in(client)

    assert move(client, opens_on="2031-06-01", opens_time="").status_code == 303
    assert paper().opens_at == datetime(2031, 6, 1, tzinfo=UTC)
    change_paper(opens_at=clock.now() - timedelta(days=1))
    answer = move(client, opens_on="2031-07-01", opens_time="")

    assert answer.status_code == 422
    assert "This paper has been opened already." in answer.text


def test_whoever_has_not_confirmed_and_who_asked_for_news_are_told_of_a_new_date(
    client: Browser, outbox: Callable[[], list[Email]]
) -> None:
    open_one = a_paper()
    waiting = an_endorsement(open_one, confirmed=False, email="waits@example.org")
    an_endorsement(open_one, email="news@example.org", updates_consent=True)
    an_endorsement(open_one, email="quiet@example.org")
    sign_in(client)
    known = len(outbox())
    typed = {"closes_on": "2031-06-01", "tell_unconfirmed": "y", "tell_signatories": "y"}

    looked = client.send(ROOM, {**typed, "action": "look"})
    assert "2 e-mails go out." in looked.text
    assert len(outbox()) == known
    assert move(client, **typed).status_code == 303
    work()

    mails = {mail.to: mail for mail in outbox()[known:]}
    assert set(mails) == {"waits@example.org", "news@example.org"}
    said = {
        to: " ".join(p.text for p in m.parts if isinstance(p, Paragraph)) for to, m in mails.items()
    }
    assert all("can be signed until the end of 1 June 2031" in words for words in said.values())
    link = next(part for part in mails["waits@example.org"].parts if isinstance(part, Link))
    assert client.get(urlsplit(link.url).path).status_code == 200
    assert confirm(waiting).state == "published"


def test_nobody_hears_of_a_date_that_was_moved_again(
    client: Browser, outbox: Callable[[], list[Email]]
) -> None:
    an_endorsement(a_paper(), confirmed=False)
    sign_in(client)
    known = len(outbox())

    move(client, closes_on="2031-06-01", tell_unconfirmed="y")
    move(client, closes_on="2031-07-01")
    work()

    assert len(outbox()) == known


def test_only_editors_of_the_campaign_come_in(client: Browser) -> None:
    a_dated_paper()
    sign_in(client, Role.MODERATOR)
    assert client.get(ROOM).status_code == 404
    assert "/dates" not in client.get("/desk/").text

    sign_in(client, Role.OWNER, campaign="other-campaign")
    mark = client.mark("/desk/sign-in")
    assert client.get(ROOM).status_code == 404
    for room in (ROOM, RULES):
        assert client.post(room, data={**FORM, "csrf_token": mark}).status_code == 404


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
    day, hour = typed.split("T")

    answer = move(client, **{**DATES, "closes_on": day, "closes_time": hour})
    run_it = app.test_cli_runner().invoke(args=["papers", "set", "ten-doors", "--closes", typed])

    assert answer.status_code == 422
    assert words in answer.text
    assert run_it.exit_code == 1
    assert words in run_it.output
    assert paper().closes_at == CLOSES


def test_of_an_hour_that_comes_twice_either_can_be_chosen(client: Browser) -> None:
    a_dated_paper()
    sign_in(client, Role.EDITOR)

    moved = move(client, **{**DATES, "closes_on": "2027-10-31", "closes_time": "02:30+01:00"})

    assert moved.status_code == 303
    assert paper().closes_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "kind"), [("02:30", "text"), ("02:30+01:00", "text"), ("04:30", "time")]
)
def test_an_hour_that_comes_twice_is_typed_where_a_browser_keeps_it(
    client: Browser, hour: str, kind: str
) -> None:
    """A field of the kind "time" would be empty on the page that asks whether to do it."""
    a_dated_paper()
    sign_in(client, Role.EDITOR)

    page = client.send(ROOM, {**DATES, "closes_on": "2027-10-31", "closes_time": hour}).text

    [field] = re.findall(r'<input id="closes_time"[^>]*>', page)
    assert f'type="{kind}"' in field
    assert f'value="{hour}"' in field
