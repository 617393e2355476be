"""The second step at the door: no replay, few guesses, and nothing opens halfway."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.access import service
from signon.access.models import AccountSession, RecoveryCode
from signon.access.second_step.policy import CodeRefused, Overdue
from signon.access.service import Admission, Halfway
from signon.extensions import db
from tests.access.leads import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    a_campaign,
    a_lead,
    an_invitation,
    at_once,
    do_the_work,
    link_in,
    mails,
    sign_in,
    token_of,
    trail,
)
from tests.access.second_steps import (
    CODES,
    SECRET,
    code_now,
    give_second_step,
    halfway,
    say,
    second_step_of,
    wrong_code,
)
from tests.support.clients import Browser

NOON = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def a_lead_with_a_second_step(app: Flask) -> None:
    give_second_step(a_lead(a_campaign()))


def sessions() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(AccountSession)).all())


def actions() -> list[str]:
    return [action for action, _, _ in trail()]


def a_mark(network: str = "net") -> str:
    began = service.sign_in(EMAIL, PASSWORD, network)
    assert isinstance(began, Halfway)
    return began.mark


def test_a_code_opens_after_the_password(client: Browser) -> None:
    halfway(client)

    answer = say(client, code_now())

    assert (answer.status_code, answer.location) == (303, "/desk/")
    assert client.get("/desk/").status_code == 200
    assert actions() == ["pass_first_step", "sign_in"]


def test_halfway_opens_nothing(client: Browser) -> None:
    halfway(client)

    for path in ("/desk/", "/desk/account", "/desk/account/second-step"):
        assert client.get(path).location.startswith("/desk/sign-in?")
    assert client.post("/desk/account/sessions/end").status_code in (400, 401)
    assert sessions() == 0


def test_codes_are_counted_by_network_too_whosever_they_are(app: Flask) -> None:
    mark = a_mark()
    for number in range(30):
        assert service.throttle("second-step-network", "30/10 minutes", key="net") is None, number

    with pytest.raises(service.TooMany):
        service.take_second_step(mark, code_now(), "net")

    assert service.take_second_step(mark, code_now(), "another network")


def test_without_the_password_there_is_no_second_question(client: Browser) -> None:
    assert client.get("/desk/sign-in/code").location == "/desk/sign-in"
    assert sign_in(client, password="not the password").status_code == 422
    assert client.get("/desk/sign-in/code").location == "/desk/sign-in"


def test_where_one_wanted_to_go_is_kept_and_is_ours(client: Browser) -> None:
    client.get("/desk/sign-in?next=/desk/account")
    mark = client.mark("/desk/sign-in")
    typed = {"csrf_token": mark, "email": EMAIL, "password": PASSWORD}
    answer = client.post("/desk/sign-in?next=/desk/account", data=typed)

    page = answer.location
    assert page.endswith("next=/desk/account")
    answer = client.send(page, {"code": code_now()})
    assert answer.location == "/desk/account"

    halfway(client)
    with time_machine.travel(datetime.now(UTC) + HALF_A_MINUTE):
        answer = client.send("/desk/sign-in/code?next=//evil.example", {"code": code_now()})
    assert answer.location == "/desk/"


def test_the_session_of_before_is_dead_and_the_halfway_mark_is_gone(
    app: Flask, client: Browser
) -> None:
    halfway(client)
    before = client.get_cookie("signon-visit") or client.get_cookie("session")
    say(client, code_now())

    assert sessions() == 1
    assert client.get("/desk/sign-in/code").location == "/desk/sign-in"
    assert client.get("/desk/").status_code == 200
    assert before is None or client.get_cookie(before.key) != before


@time_machine.travel(NOON, tick=False)
def test_a_code_is_taken_once(app: Flask) -> None:
    code = code_now()
    service.take_second_step(a_mark(), code, "net")

    for typed in (code, f" {code[:3]} {code[3:]} ", code_now(NOON - HALF_A_MINUTE)):
        with pytest.raises(CodeRefused):
            service.take_second_step(a_mark(), typed, "net")
    assert sessions() == 1
    assert isinstance(
        service.take_second_step(a_mark(), code_now(NOON + HALF_A_MINUTE), "other"), Admission
    )


@time_machine.travel(NOON, tick=False)
def test_of_two_who_say_one_code_at_once_one_comes_in(app: Flask) -> None:
    code, marks = code_now(), (a_mark(), a_mark())

    found = at_once(
        app,
        *(lambda mark=mark: service.take_second_step(mark, code, "net") for mark in marks),
    )

    assert sorted(type(one).__name__ for one in found) == ["Admission", "CodeRefused"]
    assert sessions() == 1


@time_machine.travel(NOON, tick=False)
def test_guesses_are_few_and_a_new_password_check_gives_no_more(app: Flask) -> None:
    for _ in range(5):
        with pytest.raises(CodeRefused):
            service.take_second_step(a_mark("a"), wrong_code(), "a")

    with pytest.raises(service.TooMany):
        service.take_second_step(a_mark("b"), code_now(), "another network")
    assert sessions() == 0
    assert actions().count("refuse_code") == 5


@time_machine.travel(NOON, tick=False)
def test_guesses_at_recovery_codes_count_too(app: Flask) -> None:
    for number in range(5):
        with pytest.raises(CodeRefused):
            service.take_second_step(a_mark(), f"0000-0000-0000-000{number}", "net")

    with pytest.raises(service.TooMany):
        service.take_second_step(a_mark(), CODES[0], "net")


def test_the_owners_device_has_guesses_of_its_own(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        device = service.take_second_step(a_mark(), code_now(), "net").device
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        for _ in range(5):
            with pytest.raises(CodeRefused):
                service.take_second_step(a_mark(), wrong_code(), "net")
        with pytest.raises(service.TooMany):
            service.take_second_step(a_mark(), code_now(), "net")

        assert service.take_second_step(a_mark(), code_now(), "net", device).secret


def test_a_recovery_code_opens_once_and_its_owner_is_told(client: Browser) -> None:
    halfway(client)
    assert say(client, CODES[0].upper().replace("-", " ")).status_code == 303
    told = mails()[-1]

    assert told.to == EMAIL
    assert "Codes left: 1." in str(told.parts)
    assert "use_recovery_code" in actions()
    other = Browser(client.application, client.response_wrapper)
    halfway(other)
    assert say(other, CODES[0]).status_code == 422
    assert other.get("/desk/").status_code == 303


def test_only_hashes_of_recovery_codes_are_kept_and_no_secret_is_readable(app: Flask) -> None:
    kept = str([vars(one) for one in db.session.scalars(select(RecoveryCode))])
    step = second_step_of()

    assert CODES[0] not in kept
    assert CODES[0].replace("-", "") not in kept
    assert step is not None
    assert SECRET.decode() not in step.secret
    assert "GEZDGNBV" not in step.secret


def test_ten_minutes_after_the_password_it_is_too_late(client: Browser) -> None:
    with time_machine.travel(NOON, tick=False):
        halfway(client)
        mark = client.mark("/desk/sign-in/code")
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        typed = {"csrf_token": mark, "code": code_now()}
        answer = client.post("/desk/sign-in/code", data=typed)

        assert answer.location == "/desk/sign-in?after=late"
        assert "from the beginning" in client.get(answer.location).text
    assert sessions() == 0


def test_a_password_that_was_changed_meanwhile_ends_it(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        mark = a_mark()
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        service.ask_reset(EMAIL, "net")
        do_the_work()
        service.set_password(token_of(link_in(mails()[-1])), OTHER_PASSWORD)

        with pytest.raises(Overdue):
            service.take_second_step(mark, code_now(), "net")
        began = service.sign_in(EMAIL, OTHER_PASSWORD, "net")
        assert isinstance(began, Halfway), "a new password does not take the second step away"


@pytest.mark.parametrize("mark", ["", "x", "a.b.c", "\ud800", "é"])
def test_a_made_up_mark_is_overdue(app: Flask, mark: str) -> None:
    with pytest.raises(Overdue):
        service.take_second_step(mark, code_now(), "net")


@pytest.mark.parametrize("typed", ["", "0", "١٢٣", "'; --", "\0", "x" * 200, "é" * 50, "\ud800"])
def test_whatever_is_typed_is_refused_quietly(client: Browser, typed: str) -> None:
    halfway(client)

    answer = say(client, typed.encode("utf-8", "surrogatepass"))

    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers or "device" not in answer.headers["Set-Cookie"]
    assert sessions() == 0


def test_an_invitation_to_a_second_campaign_changes_nothing(app: Flask) -> None:
    an_invitation(a_campaign("tunis"))

    assert isinstance(service.sign_in(EMAIL, PASSWORD, "net"), Halfway)
