"""Whatever strangers do by whichever forms, one mailbox gets no more than its quota."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.challenges.capability import CHALLENGE
from signon.challenges.models import Challenge
from signon.extensions import db
from signon.jobs.models import JOBS
from signon.kernel import clock
from signon.outbox.post import WAITING, Email
from signon.outbox.quota import DAY_LIMIT
from signon.space import offers
from signon.space import service as space
from signon.submissions import workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.receiving import intake
from tests.challenges.scene import OFFICE, Outbox, a_challenge, an_entry, checked
from tests.factories import a_paper, an_endorsement, confirm
from tests.outbox.mails import delivering_to, drain
from tests.support.smtp import sink

STRANGERS = range(12)


def waiting(kind: str) -> list[int]:
    db.session.rollback()
    undone = (JOBS.c.kind == kind, JOBS.c.state == "waiting")
    return list(db.session.scalars(select(JOBS.c.id).where(*undone)))


def mails_to_office(outbox: Outbox) -> list[Email]:
    return [mail for mail in outbox() if mail.to == OFFICE]


def sign_for_hearth(slug: str, number: int) -> None:
    stranger = {"name": "Hearth", "email": f"eve@stranger{number}.example.com"}
    confirm(an_endorsement(a_paper(slug), confirmed=False, **stranger))


def test_twelve_strangers_who_sign_for_it_on_one_paper_make_one_mail(
    app: Flask, outbox: Outbox
) -> None:
    checked(an_entry(a_paper("known"), email=OFFICE))

    for number in STRANGERS:
        sign_for_hearth("other", number)

    assert len(mails_to_office(outbox)) == 1


def test_twelve_strangers_on_twelve_papers_make_five_mails_a_day(
    app: Flask, outbox: Outbox
) -> None:
    checked(an_entry(a_paper("known"), email=OFFICE))

    for number in STRANGERS:
        sign_for_hearth(f"other-{number}", number)

    assert len(mails_to_office(outbox)) == DAY_LIMIT
    assert len(waiting(WAITING)) == DAY_LIMIT


def test_challenge_and_not_us_in_turn_make_two_mails_and_one_that_waits(
    app: Flask, outbox: Outbox
) -> None:
    paper = a_paper(contested_shown="marked")
    entry = an_entry(paper, email=OFFICE)

    for number in STRANGERS:
        a_challenge(paper, entry, f"eve@stranger{number}.example.com")
        newest = select(Challenge).order_by(Challenge.id.desc()).limit(1)
        workflow.disown(CHALLENGE, db.session.scalars(newest).one())

    subjects = [mail.subject.partition(":")[0] for mail in mails_to_office(outbox)]
    assert len(subjects) <= 2
    assert len(waiting(WAITING)) <= 1


def _endorse(number: int) -> None:
    an_endorsement(a_paper(f"paper-{number}"), confirmed=False, email=OFFICE)


def _challenge(number: int) -> None:
    paper = a_paper(f"challenged-{number}")
    a_challenge(paper, an_entry(paper, name=f"Harbour {number}"), OFFICE, confirmed=False)


def _hand_over(number: int) -> None:
    entry = an_endorsement(a_paper(f"handed-{number}"), email=f"ada{number}@lantern.example.com")
    offers.ask(entry, "successor", ContactDraft("Bo Sample", "", OFFICE))


def _ask_for_link(_number: int) -> None:
    space.send_link(OFFICE, "en")


def _ask_again(_number: int) -> None:
    intake.resend_all(OFFICE)


def _sign_for(number: int) -> None:
    sign_for_hearth(f"signed-{number}", number)


FORMS: list[Callable[[int], None]] = [
    _endorse,
    _challenge,
    _hand_over,
    _ask_for_link,
    _ask_again,
    _sign_for,
]


@pytest.mark.parametrize("first", range(len(FORMS)))
def test_all_forms_in_turn_reach_one_mailbox_five_times_a_day_with_a_way_out(
    app: Flask, outbox: Outbox, first: int
) -> None:
    checked(an_entry(a_paper("known"), email=OFFICE))

    for number in STRANGERS:
        FORMS[(first + number) % len(FORMS)](number)

    mails = mails_to_office(outbox)
    assert 0 < len(mails) <= DAY_LIMIT
    assert all("/never-again/" in mail.way_out for mail in mails)


def test_what_was_delayed_is_no_more_than_the_quota_of_the_next_day(app: Flask) -> None:
    checked(an_entry(a_paper("known"), email=OFFICE))
    for number in STRANGERS:
        sign_for_hearth(f"other-{number}", number)
    with sink() as mailbox, delivering_to(app, mailbox.port):
        drain()
        today = mailbox.recipients().count(OFFICE)
        with time_machine.travel(clock.now() + timedelta(hours=25)):
            drain()

        assert (today, mailbox.recipients().count(OFFICE)) == (DAY_LIMIT, 2 * DAY_LIMIT)
