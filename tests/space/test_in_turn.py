"""The link of a space that others keep waiting: it comes in its turn, and once."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.extensions import db
from signon.jobs.models import JOBS
from signon.kernel import clock
from signon.outbox.addresses import address_key
from signon.outbox.post import post
from signon.outbox.suppression import suppress
from signon.space import service as space
from tests.factories import a_paper, an_endorsement
from tests.outbox.mails import an_email, drain
from tests.space.doors import link_to, mails
from tests.support.clients import Browser

ADA = "ada@hearth.example.org"
QUARTER, DAY = timedelta(minutes=16), timedelta(hours=25)


def waiting() -> list[tuple[str, datetime]]:
    """Return to whom a link is to be mailed later, and when."""
    db.session.rollback()
    undone = (JOBS.c.kind == space.WANTED, JOBS.c.state == "waiting")
    found = select(JOBS.c.payload, JOBS.c.due_at).where(*undone).order_by(JOBS.c.id)
    return [(payload["email"], due_at) for payload, due_at in db.session.execute(found)]


def links() -> list[str]:
    return [link_to("space/", mail) for mail in mails() if "/space/" in str(mail.parts)]


def ask(times: int = 1, email: str = ADA) -> None:
    for _ in range(times):
        space.send_link(email, "en")


def fill_the_day(*, waiting: int = 0) -> None:
    """Let others write so often that no mail more goes to the address today."""
    for number in range(5 + waiting):
        post(an_email(ADA), about=f"e{number}")


@pytest.fixture(autouse=True)
def _signed(app: Flask) -> None:
    an_endorsement(a_paper(), email=ADA)


def test_the_second_one_within_a_quarter_of_an_hour_comes_after_it(client: Browser) -> None:
    ask(2)
    [(to, due_at)] = waiting()
    assert to == ADA
    assert timedelta(minutes=14) < due_at - clock.now() <= timedelta(minutes=15)
    assert len(links()) == 1

    with time_machine.travel(clock.now() + QUARTER):
        ask()  # once more, before the worker does
        assert waiting() == []
        assert [client.get(path).status_code for path in links()] == [410, 200]


def test_whoever_asks_often_waits_once_and_is_not_forgotten() -> None:
    fill_the_day()

    ask(12)

    assert [to for to, _ in waiting()] == [ADA]
    assert links() == []


@pytest.mark.usefixtures("app")
def test_the_worker_sends_what_has_waited_for_a_day() -> None:
    fill_the_day()
    ask(7)

    with time_machine.travel(clock.now() + DAY):
        drain()

    assert waiting() == []
    sent = select(JOBS.c.kind).where(JOBS.c.kind == "email")
    assert len(db.session.scalars(sent).all()) == 6


def test_no_link_waits_where_too_much_does_already() -> None:
    fill_the_day(waiting=5)

    ask(2)

    assert waiting() == []


def test_two_addresses_of_like_spelling_wait_each_for_its_own() -> None:
    an_endorsement(a_paper(), email="ada+b@hearth.example.org", name="Harbour")
    fill_the_day()

    ask(2)
    ask(2, "ada+b@hearth.example.org")

    assert [to for to, _ in waiting()] == [ADA, "ada+b@hearth.example.org"]


def test_no_link_waits_for_who_wants_no_mail() -> None:
    suppress(address_key(ADA), "asked")

    ask(2)

    assert (waiting(), links()) == ([], [])
