"""What is said of deadlines: until when it is asked, open, and can be confirmed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from signon.outbox.post import Email, Paragraph
from signon.submissions import tasks
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser

Outbox = Callable[[], list[Email]]
SOFT = datetime(2027, 3, 14, 22, 59, tzinfo=UTC)
CLOSES = datetime(2027, 3, 31, 21, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PAPER = "/en/papers/ten-doors"
FORM = f"{PAPER}/endorse"


def a_dated_paper() -> None:
    a_paper(
        opens_at=SOFT - timedelta(days=20),
        soft_closes_at=SOFT,
        closes_at=CLOSES,
        time_zone="Europe/Brussels",
    )


@pytest.mark.parametrize("path", [PAPER, FORM])
def test_paper_and_form_say_until_when_it_is_asked_and_until_when_it_is_open(
    client: Browser, path: str
) -> None:
    a_dated_paper()
    asked = "Please sign until 14 March 2027, 23:59 (Central European Time)."

    with time_machine.travel(SOFT - SECOND, tick=False):
        before = client.get(path).text
    with time_machine.travel(SOFT, tick=False):
        after = client.get(path).text

    assert asked in before
    assert "It stays open until 31 March 2027, 23:59 (Central European Time)." in before
    assert "Please sign until" not in after
    assert "Open until 31 March 2027, 23:59 (Central European Time)" in after


def test_a_mail_says_until_when_it_can_be_confirmed(app: Flask, outbox: Outbox) -> None:
    # One date: that of the paper, where it comes before the two weeks of the link.
    until = "You can confirm until 1 April 2027, 23:59 (Central European Time)."
    with time_machine.travel(SOFT + timedelta(days=12), tick=False) as hand:
        a_dated_paper()
        an_endorsement(a_paper("other"), confirmed=False)
        paper = a_paper("ten-doors", opens_at=SOFT - timedelta(days=20))
        an_endorsement(paper, confirmed=False)
        hand.shift(timedelta(days=2))
        tasks.remind()

    said = [
        " ".join(part.text for part in email.parts if isinstance(part, Paragraph))
        for email in outbox()
    ]
    assert [until in words for words in said] == [False, True, False, True]


@pytest.mark.parametrize(
    ("closes", "zone", "day", "next_day"),
    [
        (datetime(2027, 3, 31, 22, tzinfo=UTC), "Europe/Brussels", "31 March", "1 April"),
        (datetime(2027, 4, 29, 22, tzinfo=UTC), "Africa/Cairo", "29 April", "30 April"),
    ],
)
def test_a_whole_last_day_is_named_and_not_the_midnight_after(
    client: Browser, closes: datetime, zone: str, day: str, next_day: str
) -> None:
    opens = closes - timedelta(days=30)
    with time_machine.travel(closes - timedelta(days=2), tick=False):
        a_paper(opens_at=opens, closes_at=closes, soft_closes_at=closes, time_zone=zone)
        pages = [client.get(path).text for path in ("/en/", PAPER, FORM)]
    with time_machine.travel(closes + timedelta(hours=1), tick=False):
        pages.append(client.get(PAPER).text)

    named = [day in page for page in pages]
    assert named == [True] * len(pages)
    assert f"until the end of {day} 2027" in pages[1]
    assert f"until the end of {day} 2027" in pages[2]
    assert not any(next_day in page for page in pages)
