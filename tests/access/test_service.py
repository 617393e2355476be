"""Signing in by another spelling, and setting passwords."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask

from signon.access import passwords, service, sessions
from signon.access.links import LinkDamaged, LinkTooOld, LinkUsed
from signon.access.policy import PasswordRefused
from signon.access.throttle import TooMany
from tests.access.leads import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    a_campaign,
    a_lead,
    account_of,
    an_invitation,
    at_once,
    do_the_work,
    link_in,
    mails,
    token_of,
    trail,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def asked_link() -> str:
    service.ask_reset(EMAIL, "network")
    do_the_work()
    return token_of(link_in(mails()[-1]))


def test_an_invitation_sets_the_first_password_once(app: Flask) -> None:
    token = token_of(an_invitation(a_campaign()))

    service.set_password(token, PASSWORD)

    account = account_of()
    assert passwords.matches(account.password_hash, PASSWORD)
    assert [mail.subject for mail in mails()][1:] == [], "a first password changes nothing"
    assert ("set_password", account.public_id, account.public_id) in trail()
    with pytest.raises(LinkUsed):
        service.set_password(token, OTHER_PASSWORD)
    assert passwords.matches(account_of().password_hash, PASSWORD)


@pytest.mark.parametrize(
    "spelling", ["ada@faß.de", "ADA@FAẞ.DE", "ada@xn--fa-hia.de", " ada@ｆａß.de "]
)
def test_every_spelling_of_one_domain_is_one_account(app: Flask, spelling: str) -> None:
    a_lead(a_campaign(), email="ada@faß.de")

    assert service.sign_in(spelling, PASSWORD, "network")


def test_a_reset_ends_sessions_and_tells_the_owner(app: Flask) -> None:
    ada = a_lead()
    secret = sessions.start(ada.id)
    token = asked_link()
    assert sessions.find(secret), "asking alone ends nothing"

    service.set_password(token, OTHER_PASSWORD)

    account = account_of()
    assert sessions.find(secret) is None
    assert passwords.matches(account.password_hash, OTHER_PASSWORD)
    assert [mail.subject for mail in mails()] == [
        "Choose a new password",
        "Your password was changed",
    ]
    assert [line[0] for line in trail()] == ["ask_reset", "set_password"]
    with pytest.raises(LinkUsed):
        service.set_password(token, PASSWORD)


def test_only_the_newest_of_several_links_works(app: Flask) -> None:
    a_lead()
    older, newer = asked_link(), asked_link()

    with pytest.raises(LinkUsed):
        service.set_password(older, OTHER_PASSWORD)
    service.set_password(newer, OTHER_PASSWORD)


def test_a_link_is_too_old_after_an_hour(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        a_lead()
        token = asked_link()

    late = time_machine.travel(NOON + timedelta(seconds=3601), tick=False)
    with late, pytest.raises(LinkTooOld):
        service.set_password(token, OTHER_PASSWORD)
    with time_machine.travel(NOON + timedelta(seconds=3599), tick=False):
        service.set_password(token, OTHER_PASSWORD)


@pytest.mark.parametrize("password", ["", "too short", EMAIL, "a" * 201])
def test_a_refused_password_leaves_the_link_usable(app: Flask, password: str) -> None:
    a_lead()
    token = asked_link()

    with pytest.raises(PasswordRefused):
        service.set_password(token, password)
    service.set_password(token, OTHER_PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "\0", "a.b.c.d", "a" * 10_000])
def test_garbage_is_no_link(app: Flask, token: str) -> None:
    with pytest.raises(LinkDamaged):
        service.set_password(token, PASSWORD)


def test_an_unknown_address_gets_no_mail(app: Flask) -> None:
    service.ask_reset("nobody@ngo.example.org", "network")
    do_the_work()

    assert mails() == []
    assert trail() == [("ask_reset", "unknown", "system")]


def test_fifty_requests_send_five_mails_and_keep_the_fifth_link(app: Flask) -> None:
    a_lead()
    for number in range(50):
        service.ask_reset(EMAIL if number % 2 else EMAIL.upper(), f"network {number}")
    do_the_work()

    assert len(mails()) == 5
    service.set_password(token_of(link_in(mails()[-1])), OTHER_PASSWORD)


def test_a_network_that_asks_for_everybody_has_to_wait(app: Flask) -> None:
    for number in range(30):
        service.ask_reset(f"lead{number}@ngo.example.org", "network")

    with pytest.raises(TooMany):
        service.ask_reset(EMAIL, "network")


def test_a_link_used_twice_at_once_sets_one_password(app: Flask) -> None:
    a_lead()
    token = asked_link()

    answers = at_once(
        app,
        partial(service.set_password, token, "first quiet words"),
        partial(service.set_password, token, "second quiet words"),
    )

    assert [type(answer) for answer in answers if not isinstance(answer, str)] == [LinkUsed]
    assert [line[0] for line in trail()].count("set_password") == 1
