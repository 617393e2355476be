"""Today: the sentence of counts, the curve with its table, the next steps."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from signon.access.roles import Role
from signon.deciding.curve import HEIGHT, MOST_STEPS, WIDTH, curve_of, drawn
from signon.kernel import clock
from tests.challenges.scene import a_challenge, an_entry
from tests.factories import a_paper, an_endorsement, change_paper
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors/"


def test_the_sentence_counts_what_waits_and_leads_there(client: Browser) -> None:
    paper = a_paper(closes_at=clock.now() + timedelta(days=18))
    an_endorsement(paper)
    a_challenge(paper, an_entry(paper))
    change_paper(publication="after_review")
    an_endorsement(a_paper(publication="after_review", closes_at=paper.closes_at))
    desk.sign_in(client)

    page = client.get(ROOM).text

    for words in (">2 on the list</a>", ">1 to decide</a>", ">1 dispute</a>", "closes in 18 days"):
        assert words in page
    assert ">1 to decide</a>" in client.get("/desk/").text


def test_a_viewer_sees_no_room_that_is_closed_to_them(client: Browser) -> None:
    an_endorsement(a_paper(publication="after_review"))
    desk.sign_in(client, Role.VIEWER)

    page = client.get(ROOM).text

    assert "0 on the list" in page
    assert "to decide" not in page


@pytest.mark.parametrize(
    ("columns", "step"),
    [
        ({"state": "draft"}, "Open it for endorsement"),
        ({}, "Decide what waits"),
        ({"state": "closed"}, "Look through the signatories"),
    ],
)
def test_the_next_steps_fit_the_state(client: Browser, columns: dict[str, str], step: str) -> None:
    a_paper(**columns)

    assert step in desk.sign_in(client).get(ROOM).text


def test_the_curve_counts_by_the_days_of_the_paper(client: Browser) -> None:
    paper = a_paper(time_zone="Asia/Tokyo")
    late = datetime.fromisoformat("2026-11-20T20:30:00+00:00")  # the 21st in Tokyo
    for at in (late, late, late + timedelta(days=1)):
        an_endorsement(paper, at=at)

    found = [step for step in curve_of(paper.id, "Asia/Tokyo").steps if step.came]

    assert [(step.day, step.came, step.total) for step in found] == [
        (date(2026, 11, 21), 2, 2),
        (date(2026, 11, 22), 1, 3),
    ]
    page = desk.sign_in(client).get(ROOM).text
    assert "<polyline points=" in page
    assert '<th scope="row">22 November 2026</th><td>1</td><td>3</td>' in page


def test_a_long_curve_loses_nobody_and_stays_in_its_box() -> None:
    today = date(2026, 11, 27)
    days = Counter({today - timedelta(days=back): 1 for back in range(0, 1000, 3)})

    curve = drawn(days, today)

    assert len(curve.steps) <= MOST_STEPS
    assert curve.total == sum(days.values()) == sum(step.came for step in curve.steps)
    points = [tuple(map(float, point.split(","))) for point in curve.points.split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


def test_an_empty_curve_is_said() -> None:
    assert drawn(Counter(), date(2026, 11, 27)).points == ""
