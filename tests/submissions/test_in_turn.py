"""Links that the quota of a mailbox delays: each is sent in its turn, none lost, none doubled."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.endorsements import service
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import JOBS
from signon.kernel import clock
from signon.outbox.addresses import address_key
from signon.outbox.quota import DAY_LIMIT
from signon.outbox.suppression import suppress
from signon.submissions.receiving import intake
from tests.factories import a_draft, a_paper
from tests.outbox.mails import delivering_to, drain
from tests.space.doors import mails
from tests.submissions.test_confirming import paths_in
from tests.support.clients import Browser
from tests.support.smtp import Sink, sink

OFFICE = "office@hearth.example.org"
QUARTER = timedelta(minutes=16)


def sign(*names: str, email: str = OFFICE, **typed: str) -> None:
    for name in names:
        service.endorse(a_paper(), a_draft(name=name, email=email, **typed))


def planned() -> int:
    """Return how many links are to be sent later."""
    db.session.rollback()
    undone = (JOBS.c.kind == intake.RESEND, JOBS.c.state == "waiting")
    return db.session.execute(select(func.count()).where(*undone)).scalar_one()


def asked_for(mailbox: Sink) -> list[str]:
    """Return of which names the mails that came ask for confirmation."""
    texts = [str(mail.message) for mail in mailbox.mails]
    return [name for text in texts for name in ("Alpha", "Beta", "Gamma") if name in text]


def test_of_many_forms_as_many_links_wait_as_a_day_takes(app: Flask) -> None:
    sign(*[f"Name {number}" for number in range(9)])

    assert (len(mails()), planned()) == (1, DAY_LIMIT)


def test_asking_again_for_what_waits_does_not_use_up_its_place(app: Flask) -> None:
    sign("Alpha", "Beta")
    for _ in range(8):
        sign("Beta")
        intake.resend_all(OFFICE)
    assert planned() == 2

    with sink() as mailbox, delivering_to(app, mailbox.port):
        drain()
        with time_machine.travel(clock.now() + QUARTER):
            drain()
        with time_machine.travel(clock.now() + 2 * QUARTER):
            drain()

        assert sorted(asked_for(mailbox)) == ["Alpha", "Alpha", "Beta"]


def test_asking_for_more_than_a_day_takes_fills_no_more_places(app: Flask) -> None:
    names = [f"Name {number}" for number in range(9)]
    for number, name in enumerate(names):
        sign(name, email=OFFICE if number else "other@hearth.example.org")
    before = planned()

    intake.resend_all(OFFICE)

    assert (before, planned()) == (DAY_LIMIT, DAY_LIMIT)


def test_those_that_wait_come_one_after_the_other(app: Flask) -> None:
    with sink() as mailbox, delivering_to(app, mailbox.port):
        sign("Alpha", "Beta", "Gamma")
        for number, names in enumerate((1, 2, 3)):
            with time_machine.travel(clock.now() + number * QUARTER):
                drain()

            assert len(asked_for(mailbox)) == names

    assert sorted(asked_for(mailbox)) == ["Alpha", "Beta", "Gamma"]


def test_what_is_sent_at_once_is_not_sent_in_its_turn_as_well(app: Flask) -> None:
    sign("Alpha", "Beta")
    assert planned() == 1

    with time_machine.travel(clock.now() + QUARTER):
        sign("Beta")

    assert (len(mails()), planned()) == (2, 0)


def test_no_link_waits_for_who_wants_no_mail(app: Flask) -> None:
    sign("Alpha", "Beta")
    suppress(address_key(OFFICE), "asked")

    intake.resend_all(OFFICE)

    assert planned() == 0


@pytest.mark.usefixtures("app")
def test_who_corrects_the_contact_is_written_to_there_and_the_old_link_dies(
    client: Browser,
) -> None:
    sign("Alpha", email="office+old@hearth.example.org")
    with time_machine.travel(clock.now() + QUARTER):
        sign("Alpha", email="office+new@hearth.example.org", representative_name="Bo Sample")

    old, new = mails()
    assert [old.to, new.to] == ["office+old@hearth.example.org", "office+new@hearth.example.org"]
    assert client.get(paths_in(old)[0]).status_code == 410
    assert client.get(paths_in(new)[0]).status_code == 200
    contact = db.session.scalars(select(Endorsement)).one().contact
    assert contact is not None
    assert (contact.name, contact.email) == ("Bo Sample", new.to)
