"""Once an endorsement is handed over, nothing goes on that its former contact had begun."""

import pytest
from flask import Flask
from sqlalchemy import select

from signon.extensions import db
from signon.jobs.models import Job
from signon.outbox.post import ORDINARY, Email, Paragraph, post
from signon.space import offers
from signon.space.models import Offer
from signon.submissions.drafts import ContactDraft
from signon.submissions.models import Contact
from signon.transaction import command
from tests.space.arrangements import ADA, BO, ask, signed
from tests.space.doors import mails
from tests.support.clients import Browser

DEE = "dee@hearth.org"


@command
def write_often(about: str, to: str, times: int) -> None:
    for number in range(times):
        news = Email(to, "en", f"News {number}", (Paragraph("Something was changed."),))
        post(news, about=about, priority=ORDINARY)


def waiting_for() -> list[str]:
    """Return who is still to be written to later, a line for each mail."""
    db.session.rollback()
    found = db.session.scalars(select(Job.payload).where(Job.kind == "email.waiting"))
    return [payload["email"]["to"] for payload in found if payload]


def last_offer() -> Offer:
    db.session.rollback()
    return db.session.scalars(select(Offer).order_by(Offer.id.desc())).all()[0]


def test_who_was_asked_before_is_not_asked_again_when_it_comes_back(
    app: Flask, client: Browser
) -> None:
    row = signed("en")
    vouching = ask(row, "second", DEE)
    assert client.get(vouching).status_code == 200

    client.send(ask(row, "colleague", BO), {"answer": "yes"})
    assert client.get(vouching).status_code == 410
    addresses = select(Contact.email).where(Contact.email == DEE)
    assert db.session.scalars(addresses).all() == []

    offers.ask(row, "successor", ContactDraft("Ada Sample", "Chair", ADA))
    offers.answer(last_offer(), yes=True)
    assert client.get(vouching).status_code == 410


@pytest.mark.parametrize("spelled", [ADA, "ADA@Hearth.org", "ada+paper@hearth.org"])
def test_what_waits_for_the_former_contact_is_not_mailed(
    app: Flask, client: Browser, spelled: str
) -> None:
    row = signed("en")
    for to in (spelled, DEE):
        write_often(row.public_id, to, times=8)
    before = waiting_for()
    assert set(before) == {spelled, DEE}

    client.send(ask(row, "successor", BO), {"answer": "yes"})

    assert waiting_for() == [to for to in before if to == DEE]
    assert {mail.to for mail in mails() if mail.subject.startswith("News")} == {DEE}
    assert mails()[-1].to == ADA  # is told that it is handed over
