"""Every mail that asks to confirm names the co-hosts that were ticked, and no other."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from signon.endorsements.capability import ENDORSEMENT
from signon.kernel.languages import INTERFACE
from signon.outbox.layout import lay_out
from signon.outbox.post import Email
from signon.submissions import contacts, tasks
from signon.submissions.receiving import intake
from tests.campaigns.test_co_hosts import PAPER, add
from tests.endorsements.co_hosts.test_contacts import agree
from tests.factories import FORM, a_paper
from tests.space.doors import mails
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database

TODAY = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
WORDS = {
    "en": "you also agree that these organisations see your name and address",
    "fr": "vous acceptez aussi que ces organisations voient votre nom et votre adresse",
    "es": "también acepta que estas organizaciones vean su nombre y su dirección",
    "ar": "توافق أيضًا على أن ترى هذه الجهات اسمك وعنوانك",
}


@pytest.fixture
def owner(app: Flask, client: Browser) -> Browser:
    a_paper()
    return desk.sign_in(client)


def names(mail: Email, *whom: str) -> list[bool]:
    """Tell of each name whether both halves of a mail hold it."""
    text, html = lay_out(mail)
    return [name in text and f"<bdi>{name}</bdi>" in html for name in whom]


def test_the_first_mail_names_who_was_ticked_and_no_other(app: Flask, owner: Browser) -> None:
    one, _other = add(owner, "Ticked e.V."), add(owner, "Not ticked")

    agree(app, one)

    text, html = lay_out(mails()[-1])
    assert "Co-host: Ticked e.V." in text
    assert "You can take this back at any time" in text
    assert "<bdi>Ticked e.V.</bdi>" in html
    assert "Not ticked" not in text + html


def test_without_a_tick_no_co_host_is_spoken_of(app: Flask, owner: Browser) -> None:
    add(owner)

    agree(app)

    assert not [half for half in lay_out(mails()[-1]) if "o-host" in half or "artner" in half]


def test_what_is_asked_again_names_them_as_they_stand_then(app: Flask, owner: Browser) -> None:
    one, other = add(owner, "Staying"), add(owner, "Taken back")
    with time_machine.travel(TODAY, tick=False) as hand:
        row = agree(app, one, other)
        assert names(mails()[-1], "Staying", "Taken back") == [True, True]
        assert row.contact is not None
        contacts.share_no_more(row.contact, other.id)

        hand.shift(timedelta(days=3))
        tasks.remind()
        reminder = mails()[-1]
        intake.resend(ENDORSEMENT, row)

    for mail in (reminder, mails()[-1]):
        assert names(mail, "Staying", "Taken back") == [True, False], mail.subject
    assert reminder.subject.startswith("Not confirmed yet")


def test_a_form_sent_again_names_what_was_ticked_last(app: Flask, owner: Browser) -> None:
    one, other = add(owner, "Before"), add(owner, "Now")
    with time_machine.travel(TODAY, tick=False) as hand:
        agree(app, one)
        hand.shift(timedelta(days=1))

        agree(app, other)

    assert names(mails()[-1], "Before", "Now") == [False, True]


def test_who_keeps_a_place_reads_it_too(app: Flask, owner: Browser) -> None:
    one = add(owner, "Ticked")
    with time_machine.travel(TODAY, tick=False):
        agree(app, one, decides_on=date(2027, 3, 14).isoformat())

    assert names(mails()[-1], "Ticked") == [True]


@on_one_database
@pytest.mark.parametrize("language", INTERFACE)
def test_it_is_said_in_the_language_of_the_form(app: Flask, owner: Browser, language: str) -> None:
    ticked = {"shared_with": add(owner, "شبكة").public_id}

    Browser(app, app.response_class).send(f"/{language}{PAPER[3:]}/endorse", {**FORM, **ticked})

    mail = mails()[-1]
    text, html = lay_out(mail)
    assert mail.language == language
    assert WORDS[language] in text
    assert WORDS[language] in html
    assert names(mail, "شبكة") == [True]
