"""Leads set their second step up, renew its recovery codes and turn it off, at the desk."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from signon.access import sessions
from signon.access.models import RecoveryCode
from signon.access.second_step import codes
from signon.access.second_step.queries import is_on, waiting_secret
from signon.extensions import db
from signon.kernel import clock
from tests.access.leads import (
    EMAIL,
    PASSWORD,
    a_campaign,
    a_lead,
    account_of,
    mails,
    sign_in,
    trail,
)
from tests.access.second_steps import (
    CODES,
    code_at,
    code_now,
    give_second_step,
    halfway,
    say,
    second_step_of,
    wrong_code,
)
from tests.support.clients import Browser

ROOM = "/desk/account/second-step"
NOON = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def lead(client: Browser) -> Browser:
    a_lead(a_campaign())
    sign_in(client)
    return client


@pytest.fixture
def proven(client: Browser) -> Browser:
    """A lead who signed in with a second step a while ago."""
    give_second_step(a_lead(a_campaign()))
    with time_machine.travel(NOON, tick=False):
        halfway(client)
        say(client, code_now())
    return client


def post(client: Browser, path: str, **fields: str) -> TestResponse:
    return client.post(ROOM + path, data={"csrf_token": client.mark(ROOM), **fields})


def on_page(answer: TestResponse) -> list[str]:
    return re.findall(r"<code dir=\"ltr\">([0-9a-z-]{19})</code>", answer.text)


def secret_of(email: str = EMAIL) -> bytes:
    found = waiting_secret(account_of(email).id)
    assert found is not None
    return found


def is_set_up() -> bool:
    return is_on(account_of().id)


def set_up(client: Browser) -> list[str]:
    post(client, "", password=PASSWORD)
    return on_page(post(client, "/confirmation", code=code_at(secret_of(), clock.now())))


def test_a_lead_sets_it_up(lead: Browser) -> None:
    assert post(lead, "", password=PASSWORD).status_code == 303
    page = lead.get(ROOM)
    assert codes.as_typed(secret_of()) in page.text
    assert "<svg" in page.text
    assert "style=" not in page.text
    assert not is_set_up(), "a code has to confirm that the app has it"

    answer = post(lead, "/confirmation", code=code_at(secret_of(), clock.now()))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    shown = on_page(answer)
    assert len(set(shown)) == 10
    assert is_set_up()
    after = lead.get(ROOM).text
    assert shown[0] not in after
    assert "<svg" not in after, "the secret is shown to nobody any more"
    assert [action for action, _, _ in trail()][-2:] == ["begin_second_step", "set_up_second_step"]
    assert mails()[-1].subject == "Signing in takes a code now"


def test_the_code_that_set_it_up_is_used_up(app: Flask, lead: Browser) -> None:
    post(lead, "", password=PASSWORD)
    secret, now = secret_of(), clock.now()
    first = code_at(secret, now)
    post(lead, "/confirmation", code=first)
    other = Browser(app, app.response_class)
    halfway(other)

    assert say(other, first).status_code == 422
    assert say(other, code_at(secret, now + timedelta(seconds=30))).status_code == 303


def test_setting_it_up_signs_other_devices_out(app: Flask, lead: Browser) -> None:
    other = sessions.start(account_of().id)

    set_up(lead)

    assert sessions.find(other) is None
    assert lead.get("/desk/").status_code == 200


def test_it_takes_the_password_to_begin(lead: Browser) -> None:
    for password, words in (
        ("", "Enter your password."),
        ("not the password", "not your password"),
    ):
        answer = post(lead, "", password=password)
        assert answer.status_code == 422
        assert words in answer.text
    assert waiting_secret(account_of().id) is None


@pytest.mark.parametrize("code", ["", "wrong", "000"])
def test_a_wrong_code_turns_nothing_on(lead: Browser, code: str) -> None:
    post(lead, "", password=PASSWORD)

    assert post(lead, "/confirmation", code=code).status_code == 422
    assert not is_set_up()


def test_without_a_beginning_nothing_is_confirmed(lead: Browser) -> None:
    mark = {"csrf_token": lead.mark(ROOM), "code": "123456", "password": PASSWORD}

    for path in ("/confirmation", "/recovery-codes", "/removal"):
        assert lead.post(ROOM + path, data=mark).location == ROOM
    assert not is_set_up()


@time_machine.travel(LATER, tick=False)
def test_one_that_stands_is_not_replaced(proven: Browser) -> None:
    mark = {"csrf_token": proven.mark(ROOM), "password": PASSWORD, "code": code_now()}

    assert proven.post(ROOM, data=mark).location == ROOM
    assert proven.post(f"{ROOM}/confirmation", data=mark).location == ROOM

    assert is_set_up()
    assert waiting_secret(account_of().id) is None


@time_machine.travel(LATER, tick=False)
def test_new_recovery_codes_take_the_place_of_the_old(app: Flask, proven: Browser) -> None:
    assert post(proven, "/recovery-codes", code=wrong_code()).status_code == 422

    shown = on_page(post(proven, "/recovery-codes", code=code_now()))

    assert len(shown) == 10
    other = Browser(app, app.response_class)
    halfway(other)
    assert say(other, CODES[0]).status_code == 422
    assert say(other, shown[0]).status_code == 303


@time_machine.travel(LATER, tick=False)
def test_turning_it_off_takes_password_and_code_and_is_told(proven: Browser) -> None:
    for fields in (
        {"password": PASSWORD, "code": wrong_code()},
        {"password": "not the password", "code": code_now()},
        {"password": PASSWORD},
        {"code": code_now()},
    ):
        assert post(proven, "/removal", **fields).status_code == 422
    assert is_set_up()

    answer = post(proven, "/removal", password=PASSWORD, code=code_now())

    assert answer.location == "/desk/account"
    assert not is_set_up()
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert mails()[-1].subject == "Signing in takes no code any more"


@time_machine.travel(LATER, tick=False)
def test_a_recovery_code_turns_it_off_too(proven: Browser) -> None:
    assert post(proven, "/removal", password=PASSWORD, code=CODES[1]).status_code == 303
    assert not is_set_up()


@time_machine.travel(LATER, tick=False)
def test_guesses_at_a_desk_left_open_are_few(proven: Browser) -> None:
    for _ in range(5):
        post(proven, "/recovery-codes", code=wrong_code())

    assert post(proven, "/recovery-codes", code=code_now()).status_code == 429

    for _ in range(5):
        post(proven, "/removal", password="not the password", code=code_now())
    assert post(proven, "/removal", password=PASSWORD, code=code_now()).status_code == 429
    assert is_set_up()


def test_operators_take_it_off(app: Flask, proven: Browser) -> None:
    runner = app.test_cli_runner()

    result = runner.invoke(args=["leads", "reset-two-factor", EMAIL])

    assert result.exit_code == 0
    assert not is_set_up()
    assert proven.get("/desk/").status_code == 303
    assert mails()[-1].subject == "Signing in takes no code any more"
    assert trail()[-1][0] == "reset_second_step"
    for email in (EMAIL, "nobody@ngo.example.org"):
        again = runner.invoke(args=["leads", "reset-two-factor", email])
        assert again.exit_code == 1
        assert "has no second step" in again.stderr


@pytest.mark.parametrize("key", ["another-" + "k" * 32])
def test_after_a_new_key_the_app_still_works_and_is_written_anew(
    app: Flask, client: Browser, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_second_step(a_lead(a_campaign()))
    before, old = second_step_of().secret, app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", key)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    halfway(client)
    assert say(client, code_now()).status_code == 303
    assert second_step_of().secret != before

    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [])
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1)):
        other = Browser(app, app.response_class)
        halfway(other)
        assert say(other, code_now()).status_code == 303
