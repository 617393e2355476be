"""A sign-in on a new device is told to the lead by mail, who can end every session with it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from signon.access import links, service, sessions
from signon.access.service import Admission, SignInRefused
from signon.kernel import clock
from signon.links.refusals import LinkUnusable
from signon.outbox.post import Facts
from signon.transaction import command
from tests.access.leads import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    a_lead,
    account_of,
    do_the_work,
    link_in,
    mails,
    token_of,
    trail,
)
from tests.support.clients import Browser

SUBJECT = "Your account was signed in on a new device"


def sign_in(device: str = "", network: str = "192.0.2.7", words: str = "Firefox, Linux") -> str:
    admission = service.sign_in(EMAIL, PASSWORD, network, device, words)
    assert isinstance(admission, Admission)
    return admission.device


def told() -> list[str]:
    return [mail.subject for mail in mails()]


def test_the_very_first_sign_in_is_told_to_nobody(app: Flask) -> None:
    a_lead()

    sign_in()

    assert told() == []


def test_a_device_is_known_by_its_mark_and_never_by_its_network(app: Flask) -> None:
    a_lead()
    mark = sign_in()

    sign_in(mark, network="198.51.100.1")
    assert told() == []

    sign_in()
    assert told() == [SUBJECT]


def test_the_mail_says_when_and_which_browser_and_no_network(app: Flask) -> None:
    a_lead()
    sign_in()

    sign_in(words="")
    sign_in()

    strange, mail = mails()
    [facts] = [part for part in mail.parts if isinstance(part, Facts)]
    assert dict(facts.rows)["Browser"] == "Firefox, Linux"
    assert "UTC" in dict(facts.rows)["When"]
    assert "192.0.2.7" not in repr(mail)
    [facts] = [part for part in strange.parts if isinstance(part, Facts)]
    assert dict(facts.rows)["Browser"] == "one that we do not know"


@pytest.mark.parametrize("mark", ["", "x", "device.a.b.c.d", "é" * 4000])
def test_a_mark_that_is_made_up_is_no_known_device(app: Flask, mark: str) -> None:
    a_lead()
    sign_in()

    sign_in(mark)

    assert told() == [SUBJECT]


def test_the_mark_of_somebody_else_is_no_known_device(app: Flask) -> None:
    a_lead()
    a_lead(email="bo@ngo.example.org")
    sign_in()
    theirs = service.sign_in("bo@ngo.example.org", PASSWORD, "net")
    assert isinstance(theirs, Admission)

    sign_in(theirs.device)

    assert told() == [SUBJECT]


def test_who_is_refused_is_told_nothing(app: Flask) -> None:
    a_lead()
    sign_in()

    with pytest.raises(SignInRefused):
        service.sign_in(EMAIL, "not the password", "net")

    assert told() == []


def test_one_press_ends_every_session_and_the_password(app: Flask, client: Browser) -> None:
    lead = a_lead()
    sign_in()
    thief = service.sign_in(EMAIL, PASSWORD, "net")
    assert isinstance(thief, Admission)
    [mail] = mails()
    page = link_in(mail)

    asked = client.get(page)
    assert asked.status_code == 200
    assert sessions.find(thief.secret) is not None, "a scanner that opens the link ends nothing"
    done = client.send(page, {})

    assert done.status_code == 303
    assert "All sessions are ended" in client.get(done.location).text
    assert sessions.find(thief.secret) is None
    with pytest.raises(SignInRefused):
        service.sign_in(EMAIL, PASSWORD, "net", thief.device)
    assert ("end_by_mail", lead.public_id, lead.public_id) in trail()
    do_the_work()
    assert mails()[-1].subject == "Choose a new password"
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        service.set_password(token_of(link_in(mails()[-1])), OTHER_PASSWORD)
    assert links.known_device(thief.device, service.credentials(EMAIL)) is None
    assert client.get(page).status_code == 410, "the link died with the password"


def test_a_link_that_is_used_changes_nothing_again(app: Flask, client: Browser) -> None:
    a_lead()
    sign_in()
    sign_in()
    page = link_in(mails()[0])
    client.send(page, {})
    entries = len(trail())

    assert client.get(page).status_code == 410
    assert 400 <= client.post(page).status_code < 500
    assert len(trail()) == entries


def test_the_link_lasts_its_time(app: Flask) -> None:
    token = token_of(links.not_me_link(a_lead()))
    soon = clock.now() + timedelta(days=29)
    late = clock.now() + timedelta(days=31)

    with time_machine.travel(soon):
        assert links.account_for_not_me(token).email == EMAIL
    with time_machine.travel(late), pytest.raises(LinkUnusable):
        links.account_for_not_me(token)


def test_it_comes_in_the_language_of_the_lead(app: Flask) -> None:
    a_lead()
    _speak_french()
    sign_in()

    sign_in()

    [mail] = mails()
    assert mail.language == "fr"
    assert mail.subject == "Connexion à votre compte sur un nouvel appareil"


@command
def _speak_french() -> None:
    account_of().language = "fr"
