"""The e-mails to leads say what happened, carry their link, and harm nobody."""

from email.message import EmailMessage

import pytest
from flask import Flask

from signon.access import emails
from signon.access.models import Account
from signon.access.roles import Role
from signon.kernel.languages import INTERFACE
from signon.outbox.post import Email, Facts, Link

LINK = "http://signon.test/desk/password/invitation.a.b.c.d"


def an_account(language: str = "en") -> Account:
    return Account(public_id="a", email="ada@ngo.example.org", language=language)


def all_emails(language: str = "en") -> list[Email]:
    account = an_account(language)
    return [
        emails.invitation(account, "The Cairo paper", Role.EDITOR, LINK),
        emails.new_role(account, "The Cairo paper", Role.OWNER),
        emails.password_link(account, LINK),
        emails.password_changed(account),
        emails.own_password_changed(account),
        emails.second_step_on(account),
        emails.second_step_off(account),
        emails.recovery_code_used(account, 9),
        emails.new_device(account, "Firefox, Linux", LINK),
        emails.may_create(account, LINK, is_new=True),
        emails.may_create(account, LINK, is_new=False),
        emails.co_host(account, ("The Cairo paper", "Partner"), LINK, is_new=True),
    ]


@pytest.mark.parametrize("language", list(INTERFACE))
def test_every_email_has_one_reader_one_link_and_says_who_sent_it(
    app: Flask, language: str
) -> None:
    for email in all_emails(language):
        links = [part.url for part in email.parts if isinstance(part, Link)]

        assert (email.to, email.language) == ("ada@ngo.example.org", language)
        assert email.subject
        assert len(links) == 1
        assert links[0].startswith("http://signon.test/desk/")
        assert "http://signon.test" in email.footer


def test_an_invitation_says_for_what(app: Flask) -> None:
    email = all_emails()[0]

    facts = next(part for part in email.parts if isinstance(part, Facts))
    assert facts.rows == (
        ("Campaign", "The Cairo paper"),
        ("Your role", "editor: may also write papers"),
    )
    assert email.subject == "You are invited to work on: The Cairo paper"


@pytest.mark.parametrize("title", ["50 % of %(title)s", "<b>x</b>", "{{ 7 * 7 }}"])
def test_a_strange_title_stays_what_it_is(app: Flask, title: str) -> None:
    email = emails.invitation(an_account(), title, Role.EDITOR, LINK)

    message = EmailMessage()
    message["Subject"] = email.subject
    assert message["Subject"] == f"You are invited to work on: {title}"
