"""What time does: reminders, each once; what nobody confirms goes; people are forgotten."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.endorsements import tasks as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import Code, Email, Link, Paragraph
from signon.outbox.suppression import suppress
from signon.signatories.models import Signatory
from signon.submissions import links, queries, tasks, workflow
from signon.submissions.models import Contact
from signon.submissions.states import State
from tests.factories import a_paper, an_endorsement, change_paper, confirm
from tests.support.threads import at_once

Outbox = Callable[[], list[Email]]
DAY = timedelta(days=1)


@pytest.fixture
def clock_hand() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def how_many(model: type) -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def token_in(email: Email) -> str:
    return next(p.url for p in email.parts if isinstance(p, Link)).rpartition("/")[2]


def code_in(email: Email) -> str:
    return next(part.code for part in email.parts if isinstance(part, Code))


def test_whoever_has_not_confirmed_is_asked_again_three_times(
    app: Flask, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    an_endorsement(a_paper(), confirmed=False, language="fr")
    seen = []

    for _ in range(20):
        tasks.remind()
        tasks.remind()
        seen.append(len(outbox()) - 1)
        clock_hand.shift(DAY)

    assert seen[:2] == [0, 0]
    assert seen[2:5] == [1, 1, 1]
    assert seen[5:11] == [2] * 6
    assert seen[11:] == [3] * 9
    assert all(email.language == "fr" for email in outbox())


def test_who_was_not_reminded_while_the_worker_stood_still_is_asked_once(
    app: Flask, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    an_endorsement(a_paper(), confirmed=False)
    clock_hand.shift(12 * DAY)

    tasks.remind()
    tasks.remind()

    assert len(outbox()) == 2


@pytest.mark.parametrize(("days", "until"), [(2, "17 March 2027"), (20, "31 March 2027")])
def test_a_reminder_says_in_one_sentence_until_when_and_what_then(
    app: Flask, outbox: Outbox, clock_hand: time_machine.Traveller, days: int, until: str
) -> None:
    """Nobody is told to confirm later than what they would confirm is deleted."""
    clock_hand.move_to(datetime(2027, 3, 1, 12, tzinfo=UTC))
    an_endorsement(a_paper(), confirmed=False)
    clock_hand.shift(days * DAY)

    tasks.remind()

    words = [part.text for part in outbox()[-1].parts if isinstance(part, Paragraph)]
    [dated] = [text for text in words if "2027" in text]
    assert dated.startswith(f"You can confirm until {until}, 12:00 (UTC);")
    assert "what was typed is deleted on 31 March 2027." in dated


def test_whoever_is_deleted_is_not_asked_before(
    app: Flask, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    an_endorsement(a_paper(), confirmed=False)
    clock_hand.shift(31 * DAY)

    tasks.remind()
    written = len(outbox())
    tasks.forget()

    assert written == 1
    assert outbox() == []


def test_links_of_older_mails_and_the_newest_code_still_confirm(
    app: Flask, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    row = an_endorsement(a_paper(), confirmed=False)
    clock_hand.shift(2 * DAY)

    tasks.remind()
    first, reminder = outbox()

    assert links.read_confirmation(token_in(first))[1].public_id == row.public_id
    assert links.read_confirmation(token_in(reminder))[1].public_id == row.public_id
    assert queries.find_by_code(ENDORSEMENT, code_in(first)) is None
    found = queries.find_by_code(ENDORSEMENT, code_in(reminder))
    assert found is not None
    assert found.public_id == row.public_id


def test_nobody_is_reminded_who_has_answered_or_wants_no_mail(
    app: Flask, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    paper = a_paper()
    confirm(an_endorsement(paper, confirmed=False))
    workflow.disown(ENDORSEMENT, an_endorsement(paper, confirmed=False))
    silent = an_endorsement(paper, confirmed=False)
    suppress(silent.address_key or "", "asked")
    before = len(outbox())
    clock_hand.shift(3 * DAY)

    tasks.remind()

    assert len(outbox()) == before


def test_nobody_is_reminded_of_what_can_no_longer_be_confirmed(
    app: Flask, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    an_endorsement(a_paper(), confirmed=False)
    change_paper(closes_at=clock.now() + DAY / 2)
    clock_hand.shift(2 * DAY)

    tasks.remind()

    assert len(outbox()) == 1


def test_workers_that_remind_at_once_send_one_mail(
    app: Flask, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    an_endorsement(a_paper(), confirmed=False)
    clock_hand.shift(2 * DAY)

    at_once(app, 4, tasks.remind)

    db.session.rollback()
    assert len(outbox()) == 2


def test_what_nobody_confirms_is_gone_after_thirty_days(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    paper = a_paper()
    waiting, kept = an_endorsement(paper, confirmed=False), an_endorsement(paper)
    clock_hand.shift(30 * DAY - timedelta(minutes=1))
    tasks.forget()
    assert how_many(Endorsement) == 2

    clock_hand.shift(timedelta(minutes=1))
    tasks.forget()
    tasks.forget()

    assert [row.public_id for row in db.session.scalars(select(Endorsement))] == [kept.public_id]
    assert how_many(Contact) == 1
    assert [entry.action for entry in trail.history(waiting.public_id)] == ["submit", "expire"]
    assert trail.verify() is None


def test_a_portion_is_not_the_end(
    app: Flask, clock_hand: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PORTION", 2)
    paper = a_paper()
    for _ in range(5):
        an_endorsement(paper, confirmed=False)
    clock_hand.shift(31 * DAY)

    tasks.forget()

    assert how_many(Endorsement) == 0


def test_people_are_forgotten_when_the_form_said_so_and_the_list_stays(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    row = an_endorsement(a_paper())
    change_paper(closes_at=clock.now() + DAY)
    endorsements.follow_closing_dates()
    db.session.rollback()
    contact = db.session.scalars(select(Contact)).one()
    day = contact.erase_after
    assert day is not None

    clock_hand.move_to(day - DAY)
    tasks.erase()
    assert how_many(Contact) == 1

    clock_hand.move_to(day)
    tasks.erase()
    tasks.erase()

    assert (how_many(Contact), how_many(Signatory)) == (0, 1)
    db.session.refresh(row)
    assert (row.state, row.contact_id, row.address_key) == (State.PUBLISHED, None, None)
    assert trail.history(row.public_id)[-1].action == "erase_contact"
    assert trail.verify() is None
