"""Hours that the clocks skip or show twice are asked about, and zones are what they are called."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from signon.kernel.errors import DomainError
from signon.kernel.wall_clock import (
    HourMissing,
    HourTwice,
    ZoneMisleading,
    ZoneUnknown,
    moment,
    zone,
)

BRUSSELS = ZoneInfo("Europe/Brussels")


def words(refused: pytest.ExceptionInfo[DomainError]) -> str:
    return refused.value.message % refused.value.values


@pytest.mark.parametrize(
    ("shown", "there", "before", "after"),
    [
        ("2027-03-28T02:30", "Europe/Brussels", "2027-03-28 01:59", "2027-03-28 03:00"),
        ("2027-03-28T02:00", "Europe/Brussels", "2027-03-28 01:59", "2027-03-28 03:00"),
        ("2027-03-14T02:30", "America/New_York", "2027-03-14 01:59", "2027-03-14 03:00"),
        ("2027-04-30T00:30", "Africa/Cairo", "2027-04-29 23:59", "2027-04-30 01:00"),
        ("2027-10-03T02:15", "Australia/Lord_Howe", "2027-10-03 01:59", "2027-10-03 02:30"),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-29 23:59", "2011-12-31 00:00"),
    ],
)
def test_a_missing_hour_is_refused_with_the_two_nearest(
    shown: str, there: str, before: str, after: str
) -> None:
    with pytest.raises(HourMissing) as refused:
        moment(datetime.fromisoformat(shown), ZoneInfo(there))

    assert before in words(refused)
    assert after in words(refused)


def test_an_hour_that_comes_twice_is_asked_about() -> None:
    with pytest.raises(HourTwice) as refused:
        moment(datetime.fromisoformat("2027-10-31T02:30"), BRUSSELS)

    written = ("2027-10-31T02:30+02:00", "2027-10-31T02:30+01:00")
    assert all(one in words(refused) for one in written)
    first, second = (moment(datetime.fromisoformat(one), BRUSSELS) for one in written)
    assert second - first == timedelta(hours=1)
    assert second == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("hour", [1, 3])
def test_the_hours_around_are_plain(hour: int) -> None:
    in_spring = moment(datetime.fromisoformat(f"2027-03-28T0{hour}:00"), BRUSSELS)

    assert in_spring == datetime(2027, 3, 28, 0 if hour == 1 else 1, tzinfo=UTC)


def test_what_says_its_distance_from_utc_is_taken_as_it_is() -> None:
    east = timezone(timedelta(hours=5, minutes=30))

    assert moment(datetime(2027, 3, 28, 8, tzinfo=east), BRUSSELS) == datetime(
        2027, 3, 28, 2, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("name", ["Etc/GMT+2", "Etc/GMT-14", "GMT+0", "GMT0", "Factory"])
def test_a_zone_that_misleads_is_refused(name: str) -> None:
    with pytest.raises(ZoneMisleading):
        zone(name)


@pytest.mark.parametrize(
    "name", ["Europe/Nowhere", "europe/brussels", "../UTC", "/etc/passwd", "right/Europe/Brussels"]
)
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ZoneUnknown):
        zone(name)


def test_places_and_utc_are_zones() -> None:
    assert [zone(name).key for name in ("Africa/Cairo", "UTC", "Etc/UTC")] == [
        *("Africa/Cairo", "UTC", "UTC")
    ]
