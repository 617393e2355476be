"""Confirming by link and by code: scanners change nothing, and every failure has its page."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock, tokens
from signon.links.pressed import PRESS
from signon.links.purposes import Purpose
from signon.links.writer import write
from signon.outbox.post import Code, Email, Link
from signon.submissions import links
from signon.submissions.states import State
from tests.factories import a_paper, an_endorsement
from tests.links.declared import PURPOSES
from tests.support.clients import MARK, Browser

Outbox = Callable[[], list[Email]]


def paths_in(email: Email) -> list[str]:
    return [urlsplit(part.url).path for part in email.parts if isinstance(part, Link)]


@pytest.fixture
def confirmation(app: Flask, outbox: Outbox) -> str:
    """The path of a fresh confirmation link."""
    an_endorsement(a_paper(), confirmed=False, email="ada@example.org", name="Hearth")
    return paths_in(outbox()[0])[0]


def state() -> str:
    db.session.rollback()
    return db.session.scalars(select(Endorsement.state)).one()


def press(client: Browser, path: str) -> int:
    found = MARK.search(client.get(path).text)
    assert found
    return client.post(path, data={"csrf_token": found[1]}).status_code


def test_opening_the_link_shows_what_will_be_published_and_changes_nothing(
    client: Browser, confirmation: str
) -> None:
    for method in ("HEAD", "OPTIONS", *["GET"] * 20):
        answer = client.open(confirmation, method=method)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers

    assert "Hearth" in client.get(confirmation).text
    assert state() == State.SUBMITTED


def test_the_page_of_a_link_is_kept_nowhere_and_tells_nobody_its_address(
    client: Browser, confirmation: str
) -> None:
    headers = client.get(confirmation).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"


def test_a_press_without_the_marks_of_the_page_does_nothing(
    client: Browser, confirmation: str
) -> None:
    for mark in ("", "x", "é", write(PRESS, "other")):
        assert client.post(confirmation, data={"csrf_token": mark}).status_code == 400

    assert state() == State.SUBMITTED


def test_the_button_confirms_and_leads_away_from_the_secret_address(
    client: Browser, confirmation: str
) -> None:
    mark = MARK.search(client.get(confirmation).text)
    assert mark

    answer = client.post(confirmation, data={"csrf_token": mark[1]})
    again = client.post(confirmation, data={"csrf_token": mark[1]})

    assert (answer.status_code, again.status_code) == (303, 303)
    assert "confirm" not in answer.location
    assert state() == State.PUBLISHED
    assert "Already confirmed" in client.get(confirmation).text
    assert "Hearth" in client.get(answer.location).text


def test_the_code_from_the_mail_is_a_second_way(client: Browser, outbox: Outbox) -> None:
    an_endorsement(a_paper(), confirmed=False)
    code = next(part.code for part in outbox()[0].parts if isinstance(part, Code))

    answer = client.send("/en/confirm", {"code": code.lower().replace("-", " ")})

    assert answer.status_code == 303
    assert press(client, answer.location) == 303
    assert state() == State.PUBLISHED


@pytest.mark.parametrize("code", ["", "K7QM-3XWP-9D2F", "x" * 5000, "\x00", "é"])
def test_a_wrong_code_is_refused_beside_its_field(client: Browser, code: str) -> None:
    an_endorsement(a_paper(), confirmed=False)

    answer = client.send("/en/confirm", {"code": code})

    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert state() == State.SUBMITTED


def test_a_link_lives_fourteen_days_and_then_offers_a_new_one(
    client: Browser, confirmation: str, outbox: Outbox
) -> None:
    signed = clock.now()
    with time_machine.travel(signed + timedelta(days=14) - timedelta(seconds=5)):
        assert client.get(confirmation).status_code == 200
    with time_machine.travel(signed + timedelta(days=14, seconds=5)):
        late = client.get(confirmation)
        mark = MARK.search(late.text)
        assert mark
        asked = client.post(f"{confirmation}/again", data={"csrf_token": mark[1]})
        newest = paths_in(outbox()[-1])[0]
        assert client.get(newest).status_code == 200

    assert (late.status_code, asked.status_code) == (410, 303)
    assert newest != confirmation


def test_a_replaced_link_says_so(client: Browser, confirmation: str, outbox: Outbox) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        client.send("/en/confirm/again", {"email": "ada@example.org"})

        answer = client.get(confirmation)

    assert len(outbox()) == 2
    assert answer.status_code == 410
    assert "newer link" in answer.text


def test_asking_for_a_new_link_answers_alike_whoever_asks(
    client: Browser, confirmation: str, outbox: Outbox
) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        known = client.send("/en/confirm/again", {"email": "ada@example.org"})
        unknown = client.send("/en/confirm/again", {"email": "nobody@example.org"})

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert len(outbox()) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path[:-5],
        lambda path: path + path,
        lambda path: path.swapcase(),
        lambda path: "/en/confirm/" + "a" * 5000,
        lambda path: "/en/confirm/é",
        lambda path: "/en/confirm/%00",
        lambda path: "/en/confirm/%ED%A0%80",
        lambda path: "/en/confirm/confirm.endorsement.x.y.z.w",
    ],
    ids=range(8),
)
def test_a_damaged_link_is_answered_with_help(
    client: Browser, confirmation: str, damage: Callable[[str], str]
) -> None:
    answer = client.get(damage(confirmation))

    assert answer.status_code == 404
    assert state() == State.SUBMITTED


@pytest.mark.parametrize("tail", [".", ">", ").", "%0D%0A", "%20"])
def test_what_mail_programs_leave_at_the_end_of_a_link_is_forgiven(
    client: Browser, confirmation: str, tail: str
) -> None:
    assert client.get(confirmation + tail).status_code == 200


@pytest.mark.parametrize("purpose", PURPOSES, ids=lambda purpose: purpose.name)
def test_a_link_for_another_door_is_answered_like_garbage(
    client: Browser, confirmation: str, purpose: Purpose
) -> None:
    if purpose in links.PURPOSES:
        return
    row = db.session.scalars(select(Endorsement)).one()
    token = tokens.sign(purpose.name, "endorsement", row.public_id, row.link_stamp)

    for door in ("confirm", "not-us"):
        garbage = client.get(f"/en/{door}/garbage")
        answer = client.get(f"/en/{door}/{token}")
        assert answer.status_code == garbage.status_code == 404
        shown = MARK.sub("", answer.text).replace(token, "garbage")
        assert shown == MARK.sub("", garbage.text)


def test_not_us_changes_nothing_on_get_and_works_before_and_after_confirming(
    client: Browser, confirmation: str, outbox: Outbox
) -> None:
    not_us = paths_in(outbox()[0])[1]
    press(client, confirmation)
    client.get(not_us)
    assert state() == State.PUBLISHED

    assert press(client, not_us) == 200

    assert state() == State.DISOWNED
    assert client.get(confirmation).status_code == 410
    assert "Removed" in client.get(not_us).text or client.get(not_us).status_code == 404


def test_a_link_is_still_good_for_a_day_after_the_close(client: Browser, confirmation: str) -> None:
    a_paper(closes_at=clock.now() + timedelta(hours=1))

    with time_machine.travel(clock.now() + timedelta(hours=24)):
        assert client.get(confirmation).status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=26)):
        late = client.get(confirmation)
        assert late.status_code == 410
        assert "This paper is closed" in late.text
        assert 'href="/en/confirm/again"' in late.text

    assert state() == State.SUBMITTED
