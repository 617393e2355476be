"""What the quota of a mailbox delays is sent when there is room, and never without measure."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.extensions import db
from signon.jobs.models import JOBS
from signon.kernel import clock
from signon.outbox import post as outbox
from signon.outbox.addresses import address_key
from signon.outbox.post import post, post_asked, post_newest
from signon.outbox.suppression import suppress
from tests.outbox.mails import an_email, drain
from tests.support.smtp import Sink

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
READER = "amina@example.org"


def how_many(kind: str) -> int:
    undone = (JOBS.c.kind == kind, JOBS.c.state == "waiting")
    return db.session.execute(select(func.count()).where(*undone)).scalar_one()


def worked(wait: timedelta) -> None:
    with time_machine.travel(clock.now() + wait):
        drain()


def test_twelve_mails_from_twelve_strangers_reach_one_mailbox_five_a_day(
    app: Flask, mailbox: Sink
) -> None:
    for number in range(12):
        post(an_email(READER), about=f"entry{number}")
    worked(timedelta())
    assert len(mailbox.mails) == 5
    assert how_many(outbox.WAITING) == 5  # two are too many for any day

    worked(DAY - MINUTE)
    assert len(mailbox.mails) == 5
    worked(DAY + MINUTE)

    assert len(mailbox.mails) == 10
    assert how_many(outbox.WAITING) == 0


def test_what_is_too_much_for_a_quarter_of_an_hour_is_sent_after_it(
    app: Flask, mailbox: Sink
) -> None:
    for number in range(2):
        assert post(an_email(READER, subject=f"No. {number}"), about=f"e{number}", scope="paper")

    worked(14 * MINUTE)
    assert len(mailbox.mails) == 1
    worked(16 * MINUTE)

    assert len(mailbox.mails) == 2


def test_what_waits_is_not_sent_to_who_asks_for_silence_meanwhile(
    app: Flask, mailbox: Sink
) -> None:
    for number in range(2):
        post(an_email(READER), about=f"e{number}", scope="paper")
    suppress(address_key(READER), "asked")

    worked(16 * MINUTE)

    assert mailbox.mails == []
    assert how_many(outbox.WAITING) == 0


@pytest.mark.usefixtures("app")
def test_what_waits_is_taken_back_with_what_it_is_about() -> None:
    for number in range(2):
        post(an_email(READER), about=f"e{number}", scope="paper")

    outbox.cancel("e1")

    assert (how_many("email"), how_many(outbox.WAITING)) == (1, 0)


def waiting() -> list[tuple[str, str]]:
    """Return to whom and under which subject something is to be written later."""
    db.session.rollback()
    undone = (JOBS.c.kind == outbox.WAITING, JOBS.c.state == "waiting")
    found = db.session.scalars(select(JOBS.c.payload).where(*undone).order_by(JOBS.c.id))
    return [(one["email"]["to"], one["email"]["subject"]) for one in found]


@pytest.mark.usefixtures("app")
def test_of_news_that_wait_the_newest_alone_is_sent_and_to_each_reader() -> None:
    other = "bo@example.org"
    for subject in ("Sent", "Old", "New"):
        for reader in (READER, other):
            post_newest(an_email(reader, subject=subject), about="entry", sort="contested")
    post_newest(an_email("Amina+x@Example.org", subject="Newest"), about="entry", sort="contested")

    assert how_many("email") == 2
    assert waiting() == [(other, "New"), ("Amina+x@Example.org", "Newest")]


@pytest.mark.usefixtures("app")
def test_news_of_two_sorts_do_not_wait_for_each_other() -> None:
    for sort in ("contested", "dropped"):
        assert post_newest(an_email(READER), about="entry", sort=sort)

    assert how_many("email") == 2


@pytest.mark.usefixtures("app")
def test_news_take_the_place_of_those_that_they_stand_for() -> None:
    """Without it the last word on a dispute is lost where a busy mailbox has no place left."""
    for number in range(9):
        post(an_email(READER), about=f"e{number}")
    assert post_newest(an_email(READER, subject="Old"), about="entry", sort="contested")
    assert post(an_email(READER), about="e10") is False

    assert post_newest(an_email(READER, subject="New"), about="entry", sort="decided")

    assert waiting()[-1] == (READER, "New")
    assert how_many(outbox.WAITING) == 5


@pytest.mark.usefixtures("app")
def test_who_has_just_asked_is_always_answered() -> None:
    for number in range(7):
        post(an_email(READER), about=f"e{number}")

    assert post_asked(an_email(READER), about="receipt")

    assert how_many("email") == 6
