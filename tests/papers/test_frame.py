"""The state of a paper as it stands above its rooms."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from signon.audit import trail
from signon.kernel import clock
from signon.papers import frame, service
from signon.papers.queries import paper_by_slug
from tests.factories import a_paper
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"state": "draft"}, "draft, only leads can see it"),
        ({"opens_at": datetime(2026, 12, 1, tzinfo=UTC)}, "opens on 1 December 2026 (UTC)"),
        ({"closes_at": None}, "open, without a closing date"),
        ({"closes_at": datetime(2026, 11, 28, tzinfo=UTC)}, "open, closes today"),
        ({"closes_at": datetime(2026, 11, 29, tzinfo=UTC)}, "open, closes in 1 day"),
        ({"closes_at": datetime(2026, 12, 16, tzinfo=UTC)}, "open, closes in 18 days"),
        ({"closes_at": datetime(2026, 11, 27, tzinfo=UTC)}, "closed on 26 November 2026 (UTC)"),
    ],
)
@on_one_database
def test_the_state_is_said_as_people_say_it(
    client: Browser, columns: dict[str, Any], words: str
) -> None:
    usual = {"opens_at": NOW - timedelta(days=9), "time_zone": "UTC"}
    paper = a_paper(**{**usual, **columns})

    with client.application.test_request_context("/desk/"):
        assert frame.state_of(paper, NOW) == words


def test_a_paper_that_was_closed_before_its_date_says_when(client: Browser) -> None:
    a_paper(closes_at=clock.now() + timedelta(days=9))
    service.close_paper("ten-doors", actor=trail.SYSTEM)
    paper = paper_by_slug("ten-doors")

    with client.application.test_request_context("/desk/"):
        state = frame.state_of(paper, clock.now())

    assert state.startswith("closed before its date, on ")
    assert str(clock.now().year) in state


def test_the_frame_names_campaign_paper_and_state(client: Browser) -> None:
    a_paper(closes_at=clock.now() + timedelta(days=18))
    desk.sign_in(client)

    page = client.get("/desk/papers/ten-doors/dates").text

    head, _, _ = page.partition("<main")
    for words in ("Open doors", "Ten open doors", "open, closes in 18 days"):
        assert words in head
