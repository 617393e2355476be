"""When a paper can be signed and confirmed, to the second."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from signon.papers import policy

OPENS = datetime(2027, 3, 1, tzinfo=UTC)
CLOSES = datetime(2027, 3, 31, 22, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass
class Sheet:
    """As much of a paper as the rules look at."""

    state: str = "open"
    opens_at: datetime = OPENS
    closes_at: datetime | None = CLOSES
    closed_at: datetime | None = None
    retention_months: int = 12
    soft_closes_at: datetime | None = None
    late_desk: bool = False
    time_zone: str = "Europe/Brussels"


@pytest.mark.parametrize(
    ("sheet", "now", "status"),
    [
        (Sheet(), OPENS - SECOND, "coming"),
        (Sheet(), OPENS, "open"),
        (Sheet(), CLOSES - SECOND, "open"),
        (Sheet(), CLOSES, "closed"),
        (Sheet(closes_at=None), CLOSES, "open"),
        (Sheet(state="closed"), OPENS, "closed"),
        (Sheet(state="draft"), OPENS, "draft"),
    ],
)
def test_the_status_follows_the_dates(sheet: Sheet, now: datetime, status: str) -> None:
    assert policy.status(sheet, now) == status


def test_confirming_is_possible_for_a_day_after_the_close() -> None:
    last = CLOSES + timedelta(days=1)
    policy.require_confirmable(Sheet(), last - SECOND)
    with pytest.raises(policy.Closed):
        policy.require_confirmable(Sheet(), last)


def test_that_day_has_as_many_hours_as_the_clocks_of_the_paper_say() -> None:
    sheet = Sheet(closes_at=datetime(2027, 3, 27, 23, tzinfo=UTC))

    assert policy.confirmable_until(sheet) == datetime(2027, 3, 28, 22, tzinfo=UTC)


def test_a_paper_closed_by_hand_leaves_the_same_day_for_confirming() -> None:
    sheet = Sheet(state="closed", closed_at=CLOSES - timedelta(days=9))
    last = CLOSES - timedelta(days=8)

    policy.require_confirmable(sheet, last - SECOND)
    assert policy.still_confirmable_until(sheet, last - SECOND) == last
    with pytest.raises(policy.Closed):
        policy.require_confirmable(sheet, last)
    assert policy.still_confirmable_until(sheet, last) is None


def test_a_paper_closed_by_hand_after_its_date_ended_with_its_date() -> None:
    sheet = Sheet(state="closed", closed_at=CLOSES + timedelta(days=9))

    assert policy.ended_at(sheet) == CLOSES
    with pytest.raises(policy.Closed):
        policy.require_confirmable(sheet, CLOSES + timedelta(days=1))


def test_a_paper_whose_close_nobody_knows_takes_no_confirmation() -> None:
    with pytest.raises(policy.Closed):
        policy.require_confirmable(Sheet(state="closed"), OPENS)


def test_contacts_are_kept_as_long_as_the_form_says_and_no_date_is_made_up() -> None:
    assert policy.erase_after(Sheet()) == CLOSES.replace(year=CLOSES.year + 1)
    assert policy.erase_after(Sheet(closes_at=None)) is None


def test_contacts_are_kept_from_the_close_that_was_where_a_paper_was_closed_early() -> None:
    early = CLOSES - timedelta(days=30)
    assert policy.erase_after(Sheet(state="closed", closed_at=early)) == early.replace(
        year=early.year + 1
    )
    assert policy.erase_after(Sheet(state="closed")) == CLOSES.replace(year=CLOSES.year + 1)


def test_who_was_promised_a_shorter_time_is_kept_no_longer() -> None:
    longer = Sheet(retention_months=120)
    assert policy.erase_after(longer, 12) == CLOSES.replace(year=CLOSES.year + 1)
    assert policy.erase_after(Sheet(), 120) == CLOSES.replace(year=CLOSES.year + 1)


@pytest.mark.parametrize(
    ("sheet", "now", "taken"),
    [
        (Sheet(late_desk=True), CLOSES - SECOND, False),
        (Sheet(late_desk=True), CLOSES, True),
        (Sheet(), CLOSES, False),
        (Sheet(late_desk=True, state="closed"), CLOSES, False),
        (Sheet(late_desk=True, state="draft"), CLOSES, False),
        (Sheet(late_desk=True, closes_at=None), CLOSES, False),
    ],
)
def test_late_comers_may_ask_after_the_close_of_a_paper_that_nobody_closed(
    sheet: Sheet, now: datetime, taken: bool
) -> None:
    assert policy.takes_latecomers(sheet, now) is taken


def test_signing_is_asked_for_until_the_soft_deadline() -> None:
    sheet = Sheet(soft_closes_at=CLOSES - timedelta(days=7))

    assert policy.asks_until(sheet, CLOSES - timedelta(days=7) - SECOND) == sheet.soft_closes_at
    assert policy.asks_until(sheet, CLOSES - timedelta(days=7)) is None
    assert policy.asks_until(sheet, OPENS - SECOND) is None
