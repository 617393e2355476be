"""Months are those of the calendar, in the zone in which a paper closes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from signon.kernel import clock

BRUSSELS, AUCKLAND = "Europe/Brussels", "Pacific/Auckland"


@pytest.mark.parametrize(
    ("zone", "closes", "months", "ends"),
    [
        # What ends at midnight ends with the day before: 31 January and a month is 28 February.
        (BRUSSELS, "2027-02-01T00:00", 1, "2027-03-01T00:00"),
        (BRUSSELS, "2028-02-01T00:00", 1, "2028-03-01T00:00"),
        (BRUSSELS, "2027-03-01T00:00", 1, "2027-03-29T00:00"),
        (BRUSSELS, "2026-12-16T00:00", 12, "2027-12-16T00:00"),
        (BRUSSELS, "2027-01-31T17:00", 1, "2027-02-28T17:00"),
        (BRUSSELS, "2028-02-29T17:00", 12, "2029-02-28T17:00"),
        (BRUSSELS, "2026-12-16T00:00", 120, "2036-12-16T00:00"),
        # The hour of the clock stays, over the change to summer time too.
        (BRUSSELS, "2027-01-15T17:00", 6, "2027-07-15T17:00"),
        # In UTC it is still 31 January: the day is that of the zone.
        (AUCKLAND, "2027-02-01T08:00", 1, "2027-03-01T08:00"),
    ],
)
def test_a_month_is_one_of_the_calendar(zone: str, closes: str, months: int, ends: str) -> None:
    """A month was 31 days here, as in github.com/FOSSBilling/FOSSBilling (issue 2567)."""
    there = ZoneInfo(zone)
    closes_at = datetime.fromisoformat(closes).replace(tzinfo=there).astimezone(UTC)

    found = clock.months_after(closes_at, months, zone)

    assert found == datetime.fromisoformat(ends).replace(tzinfo=there)
    assert found.tzinfo is UTC
