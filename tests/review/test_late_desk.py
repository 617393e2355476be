"""Who comes after the close asks the hosts; whom they accept joined after delivery."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.outbox.post import Email, Link, Paragraph
from signon.papers import service as papers
from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.signatories.shapes import Counts
from signon.submissions import workflow
from signon.submissions.states import Action, State
from tests.factories import FORM, a_paper, an_endorsement, change_paper, confirm
from tests.support.clients import MARK, Browser
from tests.support.desk import sign_in

Outbox = Callable[[], list[Email]]
CLOSES = datetime(2027, 3, 31, 22, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PAPER = "/en/papers/ten-doors"
PATH = f"{PAPER}/endorse"
LIST = f"{PAPER}/signatories"


@pytest.fixture
def clock_hand() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(CLOSES, tick=False) as traveller:
        yield traveller


def a_late_paper(**changes: object) -> PublicPaper:
    usual = {"opens_at": CLOSES - 30 * DAY, "closes_at": CLOSES, "late_desk": True}
    return a_paper(**{**usual, **changes})


def row() -> Endorsement:
    db.session.rollback()
    return db.session.scalars(select(Endorsement)).one()


def accept(row: Endorsement) -> None:
    workflow.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")


def organisations(paper: PublicPaper) -> Counts:
    return queries.overview(paper.id).organisations


def test_the_form_stays_after_the_close_and_says_what_that_means(
    client: Browser, clock_hand: time_machine.Traveller
) -> None:
    a_late_paper()

    clock_hand.move_to(CLOSES - SECOND)
    before = client.get(PATH).text
    clock_hand.move_to(CLOSES)
    after = client.get(PATH).text
    paper = client.get(PAPER).text

    assert "This paper closed on" not in before
    for page in (after, paper):
        assert "This paper closed on 31 March 2027, 22:00" in page
        assert "joined after delivery" in page
    assert f'href="{PATH}"' in paper
    assert 'name="decides_on"' not in after


def test_a_late_request_is_confirmed_by_mail_and_then_waits_for_a_lead(
    client: Browser, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    paper = a_late_paper()

    assert client.send(PATH, FORM).status_code == 303
    assert row().is_late
    clock_hand.shift(13 * DAY)
    link = urlsplit(next(p.url for p in outbox()[0].parts if isinstance(p, Link))).path
    page = client.get(link).text
    assert "the hosts look at it" in page
    mark = MARK.search(page)
    assert mark
    client.post(link, data={"csrf_token": mark[1]})
    assert row().state == State.CONFIRMED

    accept(row())

    assert "joined after delivery" in client.get(LIST).text
    assert "joined after delivery" in client.get(PAPER).text
    assert organisations(paper).after_delivery() == 1


def test_a_late_mail_names_no_day_on_which_confirming_ends(
    client: Browser, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    a_late_paper()

    client.send(PATH, FORM)

    words = [part.text for part in outbox()[0].parts if isinstance(part, Paragraph)]
    assert not [text for text in words if "can be confirmed until" in text]


def test_list_and_paper_say_apart_how_many_came_late(
    client: Browser, clock_hand: time_machine.Traveller
) -> None:
    clock_hand.move_to(CLOSES - DAY)
    paper = a_late_paper()
    an_endorsement(paper, name="In time")
    clock_hand.move_to(CLOSES + DAY)
    late = confirm(an_endorsement(paper, confirmed=False, name="After"))
    assert late.state == State.CONFIRMED
    accept(late)

    for path in (LIST, PAPER, "/en/campaigns/open-doors"):
        page = " ".join(client.get(path).text.split())
        assert "2 organisations (1 of them after delivery)" in page
    assert client.get(LIST).text.count("joined after delivery") == 1
    assert organisations(paper).total() == 2


@pytest.mark.parametrize("action", [Action.UNPUBLISH, Action.REJECT])
def test_numbers_of_late_ones_go_down_again(
    app: Flask, clock_hand: time_machine.Traveller, action: Action
) -> None:
    paper = a_late_paper()
    row = confirm(an_endorsement(paper, confirmed=False))
    accept(row)

    workflow.decide(row, action, revision=row.revision, moderator="lead")
    assert (organisations(paper).total(), organisations(paper).after_delivery()) == (0, 0)
    accept(row)
    assert (organisations(paper).total(), organisations(paper).after_delivery()) == (1, 1)


@pytest.mark.parametrize(
    "changes",
    [{"late_desk": False}, {"state": "closed"}, {"opens_at": CLOSES + DAY, "closes_at": None}],
)
def test_without_a_late_desk_a_closed_paper_takes_nobody(
    client: Browser, clock_hand: time_machine.Traveller, changes: dict[str, object]
) -> None:
    a_late_paper()
    mark = client.mark(PATH)
    a_late_paper(**changes)

    assert client.get(PATH).status_code in (409, 410)
    answer = client.post(PATH, data={**FORM, "csrf_token": mark})
    assert answer.status_code in (409, 410)
    assert db.session.scalars(select(Endorsement)).all() == []


def test_a_late_request_can_be_confirmed_as_long_as_the_late_desk_is_open(
    client: Browser, outbox: Outbox, clock_hand: time_machine.Traveller
) -> None:
    clock_hand.move_to(CLOSES + 100 * DAY)
    paper = a_late_paper()
    an_endorsement(paper, confirmed=False)
    link = urlsplit(next(p.url for p in outbox()[0].parts if isinstance(p, Link))).path

    clock_hand.shift(14 * DAY)
    assert client.get(link).status_code == 200
    papers.set_rules("ten-doors", actor=trail.SYSTEM, late_desk=False)
    assert client.get(link).status_code == 410


def test_who_signed_in_time_and_did_not_confirm_may_sign_again_late(
    client: Browser, clock_hand: time_machine.Traveller
) -> None:
    clock_hand.move_to(CLOSES - DAY)
    a_late_paper()
    client.send(PATH, FORM)
    assert not row().is_late

    clock_hand.move_to(CLOSES + 2 * DAY)
    client.send(PATH, FORM)

    assert row().is_late
    assert confirm(row()).state == State.CONFIRMED


def test_a_paper_that_is_prolonged_takes_people_in_time_again(
    client: Browser, clock_hand: time_machine.Traveller
) -> None:
    a_late_paper()
    change_paper(closes_at=CLOSES + DAY)

    client.send(PATH, FORM)

    assert not row().is_late
    assert confirm(row()).state == State.PUBLISHED


def test_the_desk_shows_which_are_late(client: Browser, clock_hand: time_machine.Traveller) -> None:
    clock_hand.move_to(CLOSES - DAY)
    paper = a_late_paper()
    an_endorsement(paper, name="In time")
    clock_hand.move_to(CLOSES)
    an_endorsement(paper, confirmed=False, name="After")
    sign_in(client)

    page = client.get("/desk/papers/ten-doors/signatories").text

    assert page.count("Not confirmed yet, late") == 1
