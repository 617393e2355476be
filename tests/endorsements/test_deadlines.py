"""What is said of deadlines: until when it is asked, open, and can be confirmed."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from signon.kernel import clock
from signon.outbox.post import Email, Paragraph
from signon.papers import service as papers
from signon.submissions import tasks
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser

Outbox = Callable[[], list[Email]]
SOFT = datetime(2027, 3, 14, 22, 59, tzinfo=UTC)
CLOSES = datetime(2027, 3, 31, 21, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PAPER = "/en/papers/ten-doors"
FORM = f"{PAPER}/endorse"
LEAD = re.compile(r'<p class="lead">(.*?)</p>', re.DOTALL)


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
    asked = "Please sign until the end of 14 March 2027 (Central European Time)."

    with time_machine.travel(SOFT - SECOND, tick=False):
        before = client.get(path).text
    with time_machine.travel(SOFT, tick=False):
        after = client.get(path).text

    assert asked in before
    assert "It stays open until the end of 31 March 2027 (Central European Time)." in before
    assert "Please sign until" not in after
    assert "Open until the end of 31 March 2027 (Central European Time)" in after


def test_a_mail_says_until_when_it_can_be_confirmed(app: Flask, outbox: Outbox) -> None:
    # One date: that of the paper, where it comes before the two weeks of the link.
    until = "You can confirm until the end of 1 April 2027 (Central European Time)"
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
    assert [next_day in page for page in pages] == [False, False, False, True]
    assert f"can be confirmed until the end of {next_day} 2027" in pages[3]


@pytest.mark.parametrize(
    ("closes", "zone", "last"),
    [
        # The night of 27 to 28 March has the clock jump a day later: that day has 23 hours.
        (datetime(2027, 3, 27, 23, tzinfo=UTC), "Europe/Brussels", "28 March"),
        (datetime(2027, 10, 30, 22, tzinfo=UTC), "Europe/Brussels", "31 October"),
        # At midnight in Cairo the clock jumps to one.
        (datetime(2027, 4, 29, 22, tzinfo=UTC), "Africa/Cairo", "30 April"),
        (datetime(2027, 4, 28, 22, tzinfo=UTC), "Africa/Cairo", "29 April"),
        (datetime(2026, 11, 28, 5, tzinfo=UTC), "America/New_York", "28 November"),
    ],
)
def test_every_mail_that_asks_names_the_day_after_the_close_as_the_last(
    app: Flask, outbox: Outbox, closes: datetime, zone: str, last: str
) -> None:
    with time_machine.travel(closes - timedelta(days=3), tick=False) as hand:
        paper = a_paper(opens_at=closes - timedelta(days=30), closes_at=closes, time_zone=zone)
        an_endorsement(paper, confirmed=False)
        hand.shift(timedelta(days=2))
        tasks.remind()

    said = [
        " ".join(part.text for part in email.parts if isinstance(part, Paragraph))
        for email in outbox()
    ]
    assert len(said) == 2
    assert all(f"You can confirm until the end of {last} 20" in words for words in said)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize(
    "page", ["look-into-your-mailbox", "endorse/network/look-into-your-mailbox"]
)
def test_the_page_that_promises_a_mail_names_the_same_last_day_as_the_mail(
    client: Browser, page: str, language: str
) -> None:
    last = {"en": "1 April 2027", "fr": "1 avril 2027", "es": "1 de abril de 2027", "ar": "أبريل"}
    a_dated_paper()
    answers = {}
    for days in (0, 12):
        with time_machine.travel(SOFT + timedelta(days=days), tick=False):
            answers[days] = client.get(f"/{language}/papers/ten-doors/{page}").text

    lead = {days: LEAD.findall(html)[0] for days, html in answers.items()}
    assert last[language] in lead[12]
    assert "14" not in lead[12]
    assert last[language] not in lead[0]
    assert "14" in lead[0]


@pytest.mark.parametrize("closes", [CLOSES, None])
def test_a_place_is_kept_no_longer_than_the_paper_lets_anybody_confirm(
    client: Browser, closes: datetime | None
) -> None:
    with time_machine.travel(SOFT, tick=False):
        a_paper(opens_at=SOFT - timedelta(days=20), closes_at=closes, time_zone="Europe/Brussels")
        page = client.get(f"{PAPER}/look-into-your-mailbox").text

    bound = "but not after the end of 1 April 2027 (Central European Time)."
    assert "the link works for 14 days from that day" in page
    assert (bound in page) is (closes is not None)


def test_a_paper_closed_early_says_when_it_was_closed(client: Browser) -> None:
    opens = CLOSES - timedelta(days=30)
    with time_machine.travel(CLOSES - timedelta(days=10), tick=False) as hand:
        a_paper(opens_at=opens, closes_at=CLOSES, time_zone="Europe/Brussels")
        papers.close_paper("ten-doors", actor="lead")
        hand.shift(timedelta(days=20))
        page = client.get(PAPER).text
        papers.open_paper("ten-doors", actor="lead")
        hand.shift(timedelta(days=1))
        papers.close_paper("ten-doors", actor="lead")
        again = client.get(PAPER).text

    assert "This paper closed on 21 March 2027, 22:59 (Central European Time)." in page
    assert "Closed, 21 March 2027, 22:59 (Central European Time)" in page
    assert "31 March" not in page
    assert "This paper closed on 11 April 2027, 23:59" not in again
    assert "This paper closed on 11 April 2027 (Central European Time)." in again


def test_a_paper_whose_close_nobody_wrote_down_says_that_it_is_closed(client: Browser) -> None:
    a_paper(state="closed", closes_at=clock.now() + timedelta(days=9))

    assert "This paper is closed. It can no longer be endorsed." in client.get(PAPER).text


def test_a_paper_that_opens_with_a_day_names_no_hour(client: Browser) -> None:
    begins = datetime(2027, 3, 31, 22, tzinfo=UTC)
    with time_machine.travel(begins - timedelta(days=2), tick=False):
        a_paper(opens_at=begins, time_zone="Europe/Brussels")
        page = client.get(PAPER).text

    assert "Opens on 1 April 2027 (Central European Time)" in page
