"""A lead's own account: where it is signed in, and its password."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from signon.access import sessions
from signon.access.account.devices import words_for
from tests.access.leads import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    a_campaign,
    a_lead,
    account_of,
    mails,
    sign_in,
    trail,
)
from tests.support.clients import Browser
from tests.support.databases import on_one_database

ROOM = "/desk/account"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def lead(client: Browser) -> Browser:
    a_lead(a_campaign())
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(client)
    return client


def another(app: Flask, email: str = EMAIL) -> Browser:
    other = Browser(app, app.response_class)
    other.environ_base["HTTP_USER_AGENT"] = SAFARI
    sign_in(other, email)
    return other


def post(client: Browser, path: str, **fields: str) -> TestResponse:
    return client.post(ROOM + path, data={"csrf_token": client.mark(ROOM), **fields})


def is_in(client: Browser) -> bool:
    return client.get("/desk/").status_code == 200


def end_links(client: Browser) -> list[str]:
    page = client.get(ROOM).text
    return [part.split('"')[0] for part in page.split(f'action="{ROOM}')[1:] if "/end" in part[:60]]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (SAFARI, "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/1 Safari/5", "Chrome, macOS"),
        ("curl/8.0", ""),
        ("", ""),
        ("<script>Firefox</script> 192.0.2.7", "Firefox"),
    ],
)
def test_a_device_is_called_by_coarse_words(said: str, words: str) -> None:
    assert words_for(said) == words


def test_a_lead_sees_where_they_are_signed_in(app: Flask, lead: Browser) -> None:
    another(app)

    page = lead.get(ROOM).text

    assert "Firefox, Linux</strong> (this device)" in page.replace("\n", "")
    assert "Safari, iPhone" in page
    assert "127.0.0.1" not in page
    assert "192.0.2" not in page
    assert len(end_links(lead)) == 2, "the other one, and all others"


def test_one_session_is_ended(app: Flask, lead: Browser) -> None:
    other = another(app)
    [one] = [path for path in end_links(lead) if path != "/sessions/end"]

    assert post(lead, one).status_code == 303

    assert not is_in(other)
    assert is_in(lead)
    assert post(lead, one).status_code == 404
    assert "end_session" in [action for action, _, _ in trail()]


def test_all_others_are_ended(app: Flask, lead: Browser) -> None:
    others = another(app), another(app)

    post(lead, "/sessions/end")

    assert [is_in(other) for other in others] == [False, False]
    assert is_in(lead)


def test_nobody_ends_a_session_of_somebody_else(app: Flask, lead: Browser) -> None:
    a_lead(a_campaign("tunis"), email="bo@ngo.example.org")
    bo = another(app, "bo@ngo.example.org")
    another(app)
    [one] = [path for path in end_links(lead) if path != "/sessions/end"]

    assert post(bo, one).status_code == 404
    post(bo, "/sessions/end")

    assert is_in(lead)
    assert len(end_links(lead)) == 2


def test_sessions_that_are_over_are_not_shown(client: Browser) -> None:
    a_lead(a_campaign())
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=13), tick=False):
        sessions.start(account_of().id, "Opera, ChromeOS")
    sign_in(client)

    assert "Opera" not in client.get(ROOM).text


def test_changing_the_password_ends_the_others(app: Flask, lead: Browser) -> None:
    other = another(app)

    answer = post(lead, "/password", old=PASSWORD, new=OTHER_PASSWORD)

    assert answer.location == ROOM
    assert is_in(lead)
    assert not is_in(other)
    assert mails()[-1].subject == "Your password was changed"
    fresh = Browser(app, app.response_class)
    assert sign_in(fresh, password=PASSWORD).status_code == 422
    assert sign_in(fresh, password=OTHER_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"old": "not the password", "new": OTHER_PASSWORD}, "This is not your password."),
        ({"old": "", "new": OTHER_PASSWORD}, "Enter a password."),
        ({"old": PASSWORD, "new": ""}, "Enter a password."),
        ({"old": PASSWORD, "new": "short"}, "Choose a longer password"),
        ({"old": PASSWORD, "new": EMAIL.upper()}, "not your e-mail address"),
    ],
)
@on_one_database
def test_a_refused_change_says_why_and_changes_nothing(
    app: Flask, lead: Browser, fields: dict[str, str], words: str
) -> None:
    answer = post(lead, "/password", **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert PASSWORD not in answer.text
    assert OTHER_PASSWORD not in answer.text
    assert sign_in(Browser(app, app.response_class)).status_code == 303


def test_guesses_at_the_password_are_few(lead: Browser) -> None:
    for _ in range(5):
        post(lead, "/password", old="not the password", new=OTHER_PASSWORD)

    assert post(lead, "/password", old=PASSWORD, new=OTHER_PASSWORD).status_code == 429


def test_a_lead_without_a_campaign_has_no_account_page(app: Flask, client: Browser) -> None:
    a_lead(None)
    sign_in(client)

    assert client.get(ROOM).status_code == 404
    assert Browser(app, app.response_class).get(ROOM).location == f"/desk/sign-in?next={ROOM}"
