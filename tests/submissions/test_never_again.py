"""The way out of every e-mail, and the two buttons of "this was not us"; both for a week back."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.addresses import address_key
from signon.outbox.layout import lay_out
from signon.outbox.post import Email
from signon.outbox.suppression import is_suppressed
from signon.submissions.states import State
from tests.factories import a_paper, an_endorsement
from tests.outbox.mails import delivering_to, drain
from tests.submissions.test_confirming import paths_in, press
from tests.support.clients import MARK, Browser
from tests.support.smtp import sink
from tests.support.snapshots import of_page

Outbox = Callable[[], list[Email]]
ADA = "ada@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def mail(outbox: Outbox) -> Email:
    an_endorsement(a_paper(), confirmed=False, email=ADA)
    return outbox()[0]


def is_silent() -> bool:
    db.session.rollback()
    return is_suppressed(address_key(ADA))


def press_named(client: Browser, path: str, name: str) -> int:
    found = MARK.search(client.get(path).text)
    assert found
    return client.post(path, data={"csrf_token": found[1], name: "y"}).status_code


@pytest.mark.usefixtures("app")
def test_the_way_out_stands_at_the_foot_in_text_and_in_html(mail: Email) -> None:
    text, html = lay_out(mail)

    assert text.endswith(f"\nNever write to this address again: {mail.way_out}\n")
    assert f'href="{mail.way_out}"' in html


def test_the_way_out_asks_first_and_may_be_taken_back_for_a_week(
    client: Browser, mail: Email
) -> None:
    path = urlsplit(mail.way_out).path
    for method in ("HEAD", "OPTIONS", "GET"):
        assert client.open(path, method=method).status_code == 200
    assert not is_silent()

    assert press(client, path) == 200
    assert is_silent()
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert 'name="undo"' not in client.get(path).text
    assert press_named(client, path, "undo") == 200

    assert not is_silent()


def test_taking_it_back_and_silence_are_two_buttons(client: Browser, mail: Email) -> None:
    not_us = paths_in(mail)[1]

    assert press(client, not_us) == 200
    assert not is_silent()
    assert press_named(client, not_us, "for_good") == 200

    assert is_silent()


def test_not_us_is_taken_back_on_its_page_and_leads_to_confirming(
    client: Browser, mail: Email
) -> None:
    not_us = paths_in(mail)[1]
    press_named(client, not_us, "for_good")

    found = MARK.search(client.get(not_us).text)
    assert found
    answer = client.post(not_us, data={"csrf_token": found[1], "undo": "y"})

    assert answer.status_code == 303
    assert not is_silent()
    assert press(client, answer.location) == 303
    assert db.session.scalars(select(Endorsement.state)).one() == State.PUBLISHED


def test_the_page_that_asks_to_confirm_leads_to_not_us(client: Browser, mail: Email) -> None:
    confirm, not_us = paths_in(mail)[:2]

    page = client.get(confirm).text

    # The link is made anew with the second, so it is followed and not compared.
    found = re.search(r'<a href="(/en/not-us/[^"]+)">This was not us</a>', page)
    assert found
    assert of_page(client.get(found[1]).text) == of_page(client.get(not_us).text)


def test_it_was_us_after_all_is_offered_for_a_week_only(client: Browser, mail: Email) -> None:
    not_us = paths_in(mail)[1]
    assert 'name="undo"' not in client.get(not_us).text

    press(client, not_us)
    assert 'name="undo"' in client.get(not_us).text

    with time_machine.travel(clock.now() + timedelta(days=8)):
        page = client.get(not_us).text
        assert 'name="undo"' not in page
        assert "<button" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_it_was_us_after_all_is_not_offered_to_who_has_signed_anew(
    client: Browser, mail: Email
) -> None:
    not_us = paths_in(mail)[1]
    press(client, not_us)

    name = db.session.scalars(select(Endorsement.name)).one()
    an_endorsement(a_paper(), confirmed=False, email=ADA, name=name)

    assert 'name="undo"' not in client.get(not_us).text


def header_of_a_delivered_mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address in the `List-Unsubscribe` of a mail, after it has travelled."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://signon.test")
    an_endorsement(a_paper(), confirmed=False, email=ADA)
    with sink() as mailbox, delivering_to(app, mailbox.port):
        drain()
    [mail] = mailbox.mails
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    header = str(mail.message["List-Unsubscribe"])
    assert header.startswith("<https://signon.test/en/never-again/")
    return header.strip("<>")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_in_a_mail_program_is_enough_and_needs_no_page_and_no_cookie(
    app: Flask, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = urlsplit(header_of_a_delivered_mail(app, monkeypatch)).path

    for _ in range(2):
        answer = app.test_client().post(path, data=ONE_CLICK, content_type=kind)

        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert is_silent()


@pytest.mark.parametrize("sent", [{}, {"List-Unsubscribe": "yes"}, {"undo": "y"}])
def test_anything_else_without_the_page_changes_nothing(
    app: Flask, mail: Email, sent: dict[str, str]
) -> None:
    answer = app.test_client().post(urlsplit(mail.way_out).path, data=sent)

    assert answer.status_code == 400
    assert not is_silent()


@pytest.mark.usefixtures("client")
def test_one_click_takes_nothing_back_and_opens_no_other_page(app: Flask, mail: Email) -> None:
    robot = app.test_client()
    path, (confirm, not_us) = urlsplit(mail.way_out).path, paths_in(mail)[:2]

    assert robot.post(path, data=ONE_CLICK).status_code == 200
    assert robot.post(path, data={**ONE_CLICK, "undo": "y"}).status_code == 200
    assert is_silent()
    for other in (confirm, not_us):
        assert robot.post(other, data=ONE_CLICK).status_code == 400
    assert robot.post(f"{path}x", data=ONE_CLICK).status_code == 404
    assert db.session.scalars(select(Endorsement.state)).one() == State.SUBMITTED
