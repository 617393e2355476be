"""A form that comes too late is kept on the page that says so; what others sent never is."""

import html
import re

import pytest
from flask import Flask

from signon.access.roles import Role
from tests.factories import a_paper
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database

ROOM = "/desk/papers/ten-doors/dates"
OURS = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
TYPED = {"soft_on": "2031-05-01", "action": "look", "note": 'A "line"\nand <b>another</b>'}


def kept(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


@on_one_database
def test_what_was_typed_outlives_a_session_and_is_sent_again(app: Flask, client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    sent = {"csrf_token": client.mark(ROOM), **TYPED}

    over = Browser(app, app.response_class).post(ROOM, data=sent, headers=OURS)
    asked = client.post(ROOM, data=kept(over.text), headers=OURS)
    done = client.post(ROOM, data=kept(asked.text), headers=OURS)

    assert (over.status_code, asked.status_code) == (401, 400)
    assert kept(over.text) == TYPED
    assert "csrf_token" in kept(asked.text)
    assert done.status_code == 200
    assert 'value="2031-05-01"' in done.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {**OURS, "Sec-Fetch-Site": "cross-site"},
        {**OURS, "Sec-Fetch-Site": "same-site"},
        {**OURS, "Sec-Fetch-Mode": "cors"},
    ],
)
@on_one_database
def test_what_another_site_sent_is_never_offered_again(
    app: Flask, client: Browser, headers: dict[str, str]
) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    nobody = Browser(app, app.response_class)

    for browser, status in ((client, 400), (nobody, 401)):
        answer = browser.post(ROOM, data=TYPED, headers=headers)
        assert answer.status_code == status
        assert "2031-05-01" not in answer.text


@on_one_database
def test_a_secret_is_never_shown_again(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)

    answer = client.post(ROOM, data={**TYPED, "password": "four quiet words"}, headers=OURS)

    assert answer.status_code == 400
    assert "four quiet words" not in answer.text
    assert "Send it again" not in answer.text
