"""What the form promised about keeping people can be shortened for them, and never lengthened."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.adding.network import service as networks
from signon.adding.network import tasks as of_networks
from signon.adding.network.drafts import MemberDraft, NetworkDraft
from signon.audit import trail
from signon.challenges import tasks as challenges
from signon.endorsements import tasks as endorsements
from signon.extensions import db
from signon.papers import service as papers
from signon.papers.queries import paper_by_slug
from signon.space import offers
from signon.space.models import Offer
from signon.submissions import tasks
from signon.submissions.drafts import ContactDraft
from signon.submissions.models import Contact
from tests.challenges.scene import a_challenge, an_entry
from tests.factories import FORM, a_paper, an_endorsement, change_paper
from tests.space.doors import open_space
from tests.support.clients import Browser

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
CLOSES = datetime(2026, 12, 16, tzinfo=UTC)
"""The end of 15 December."""
DAY = timedelta(days=1)
ADA = "ada@hearth.org"


@pytest.fixture(autouse=True)
def clock_hand() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def follow() -> None:
    endorsements.follow_closing_dates()
    challenges.follow_closing_dates()
    of_networks.follow_closing_dates()
    db.session.rollback()


def ends() -> list[datetime | None]:
    return list(db.session.scalars(select(Contact.erase_after).order_by(Contact.created_at)))


def the_15th(year: int, month: int = 12) -> datetime:
    return datetime(year, month, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ({"retention_months": 120}, the_15th(2027)),
        ({"closes_at": the_15th(2036)}, the_15th(2027)),
        ({"closes_at": None}, the_15th(2027)),
        ({"closes_at": the_15th(2036), "retention_months": 120}, the_15th(2027)),
        ({"retention_months": 6}, the_15th(2027, 6)),
        ({"closes_at": the_15th(2027, 1), "retention_months": 1}, the_15th(2027, 2)),
    ],
)
def test_a_later_setting_shortens_and_never_lengthens(
    app: Flask, later: dict[str, object], expected: datetime
) -> None:
    """Asked in github.com/MicrosoftDocs/OfficeDocs-SharePoint (issue 3387): 30 days, then 90?"""
    paper = a_paper(closes_at=CLOSES)
    entry = an_entry(paper)
    a_challenge(paper, entry)

    change_paper(**later)
    follow()

    assert ends() == [expected, expected]


def test_what_was_shortened_by_mistake_goes_back_to_the_promise(app: Flask) -> None:
    an_endorsement(a_paper(closes_at=CLOSES))
    change_paper(retention_months=1)
    follow()

    change_paper(retention_months=24)
    follow()

    assert ends() == [the_15th(2027)]


def test_an_open_end_promises_months_and_they_count_from_the_first_close(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    an_endorsement(a_paper(retention_months=12))
    change_paper(retention_months=120)
    follow()
    assert ends() == [None]

    papers.close_paper("ten-doors", actor=trail.SYSTEM)
    follow()
    clock_hand.shift(DAY)
    papers.open_paper("ten-doors", actor=trail.SYSTEM)
    follow()

    assert ends() == [NOW.replace(year=2027)]


def test_an_early_close_shortens_for_all_and_a_reopening_goes_back_to_the_promise(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    """Closed on 27 November instead of 15 December: twelve months count from the true end."""
    paper = a_paper(closes_at=CLOSES)
    entry = an_entry(paper)
    a_challenge(paper, entry)
    member = MemberDraft("Alpha", "BE", "ngo")
    list_ = NetworkDraft("Open Network", "Cy", "Secretary", "cy@network.org", "en", (member,))
    networks.hand_in(paper, list_)

    papers.close_paper("ten-doors", actor=trail.SYSTEM)
    follow()
    assert ends() == [NOW.replace(year=2027)] * 3

    clock_hand.shift(DAY)
    papers.open_paper("ten-doors", actor=trail.SYSTEM)
    papers.move_dates("ten-doors", actor=trail.SYSTEM, closes_at=the_15th(2027))
    follow()
    assert ends() == [the_15th(2027)] * 3


def test_who_signed_before_a_date_was_set_is_kept_from_an_early_close(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    an_endorsement(a_paper())
    change_paper(closes_at=CLOSES)
    papers.close_paper("ten-doors", actor=trail.SYSTEM)
    follow()
    clock_hand.shift(DAY)
    papers.open_paper("ten-doors", actor=trail.SYSTEM)
    follow()

    assert ends() == [NOW.replace(year=2027)]


def test_pages_say_the_day_that_follows_from_an_early_close(client: Browser) -> None:
    an_endorsement(a_paper(closes_at=CLOSES), email=ADA)
    papers.close_paper("ten-doors", actor=trail.SYSTEM)
    follow()

    privacy = client.get("/en/campaigns/open-doors/privacy").text
    assert "kept until 27 November 2027" in privacy
    change_paper(state="open", closed_at=None)
    assert "kept until 15 December 2027" in client.get("/en/campaigns/open-doors/privacy").text
    papers.close_paper("ten-doors", actor=trail.SYSTEM)
    space = client.get(open_space(client, ADA)).text
    assert "Kept until 27 November 2027 at the latest, then erased." in space


def test_who_signs_later_is_kept_as_their_own_form_says(app: Flask) -> None:
    an_endorsement(a_paper(closes_at=CLOSES))
    change_paper(retention_months=24)

    an_endorsement(paper_by_slug("ten-doors"))
    follow()

    assert ends() == [the_15th(2027), the_15th(2028)]


def test_a_date_that_was_written_over_does_not_keep_anybody(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    an_endorsement(a_paper(closes_at=CLOSES))
    db.session.rollback()
    with db.engine.begin() as connection:
        table = Contact.__table__
        connection.execute(table.update().values(erase_after=the_15th(2037)))  # type: ignore[attr-defined]

    clock_hand.move_to(the_15th(2027))
    tasks.erase()

    assert ends() == []


def test_a_successor_is_kept_no_longer_than_who_was_promised(app: Flask) -> None:
    row = an_endorsement(a_paper(closes_at=CLOSES))
    change_paper(retention_months=120)
    offers.ask(row, "successor", ContactDraft("Bo Sample", "Director", "bo@hearth.org"))
    offers.answer(db.session.scalars(select(Offer)).one(), yes=True)

    follow()

    assert ends() == [the_15th(2027)]


def test_the_space_says_until_when_somebody_is_kept(client: Browser) -> None:
    an_endorsement(a_paper(closes_at=CLOSES), email=ADA)
    change_paper(retention_months=120)
    follow()

    page = client.get(open_space(client, ADA)).text

    assert "Kept until 15 December 2027 at the latest, then erased." in page


def test_without_a_close_the_space_says_how_long_after_it(client: Browser) -> None:
    an_endorsement(a_paper(retention_months=12), email=ADA)
    change_paper(retention_months=120)

    page = client.get(open_space(client, ADA)).text

    assert "What is not public is erased 12 months after the paper has been closed." in page


def form_and_challenge(client: Browser) -> tuple[str, str]:
    entry = an_entry(paper_by_slug("ten-doors"))
    on_list = f"/en/papers/ten-doors/signatories/{entry.public_id}/challenge"
    return "/en/papers/ten-doors/endorse", on_list


def typed_into(page: str) -> dict[str, str]:
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {**FORM, "explanation": "Nobody here signed it.", **hidden}


@pytest.mark.parametrize(
    "later",
    [
        {"retention_months": 24},
        {"closes_at": the_15th(2027)},
        {"closes_at": None},
        {"closes_at": the_15th(2027, 1), "retention_months": 1},
    ],
)
def test_a_form_that_promised_less_is_shown_again(client: Browser, later: dict[str, Any]) -> None:
    a_paper(closes_at=CLOSES)
    for path in form_and_challenge(client):
        change_paper(closes_at=CLOSES, retention_months=12)
        typed = typed_into(client.get(path).text)
        change_paper(**later)
        before = ends()

        refused = client.post(path, data=typed)

        assert refused.status_code == 422
        assert "How long your data are kept was changed" in refused.text
        assert f'value="{FORM["email"]}"' in refused.text
        assert 'href="#promise_read"' in refused.text
        assert 'id="promise_read"' in refused.text
        assert ends() == before
        assert client.post(path, data=typed_into(refused.text)).status_code == 303


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ({}, the_15th(2027)),
        ({"retention_months": 6}, the_15th(2027, 6)),
        ({"closes_at": the_15th(2026, 11) + 14 * DAY}, datetime(2027, 11, 30, tzinfo=UTC)),
    ],
)
def test_a_form_that_promised_as_much_or_more_is_taken(
    client: Browser, later: dict[str, Any], expected: datetime
) -> None:
    a_paper(closes_at=CLOSES)
    typed = typed_into(client.get("/en/papers/ten-doors/endorse").text)
    change_paper(**later)

    assert client.post("/en/papers/ten-doors/endorse", data=typed).status_code == 303
    assert ends() == [expected]


@pytest.mark.parametrize("said", ["soon", "12@soon", "12@2026-12-16T00:00:00", "-1", "@"])
def test_a_promise_that_no_form_has_made_is_not_believed(client: Browser, said: str) -> None:
    a_paper(closes_at=CLOSES)
    typed = typed_into(client.get("/en/papers/ten-doors/endorse").text)

    refused = client.post("/en/papers/ten-doors/endorse", data={**typed, "promise_read": said})

    assert refused.status_code == 422
