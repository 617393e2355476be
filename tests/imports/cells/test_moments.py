"""Days and hours."""

from zoneinfo import ZoneInfo

import pytest

from signon.imports.cells import moments

BRUSSELS = ZoneInfo("Europe/Brussels")


def said(cell: str, *, day_first: bool = True) -> str:
    when = moments.read(cell, BRUSSELS, day_first=day_first)
    return when.isoformat() if when else ""


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        ("2024/03/12 6:02:00 PM UTC+1", "2024-03-12T18:02:00+01:00"),
        ("2024/03/13 12:16:34 AM UTC+1", "2024-03-13T00:16:34+01:00"),
        ("2024-07-12T18:02:00Z", "2024-07-12T18:02:00+00:00"),
        ("2024-07-12 18:02", "2024-07-12T18:02:00+02:00"),
        ("12/03/2024 18:02:05", "2024-03-12T18:02:05+01:00"),
        ("12.03.2024, 18:02 Uhr", "2024-03-12T18:02:00+01:00"),
        ("12 mars 2024 à 18h02", "2024-03-12T18:02:00+01:00"),
        ("March 12, 2024 6:02 PM", "2024-03-12T18:02:00+01:00"),
        ("12 de marzo de 2024, 6:02 p. m.", "2024-03-12T18:02:00+01:00"),
        ("12/03/2024 6:02:00 م", "2024-03-12T18:02:00+01:00"),
        ("١٢ مارس ٢٠٢٤", "2024-03-12T00:00:00+01:00"),
        ("12-Mar-24", "2024-03-12T00:00:00+01:00"),
        ("Tue, 12 Mar 2024 18:02:00 +0100", "2024-03-12T18:02:00+01:00"),
        ("2024-03-12 00:00:00 -0500", "2024-03-12T00:00:00-05:00"),
        ("2024-03-12 18:02:05.123+01:00", "2024-03-12T18:02:05+01:00"),
        ("45363.75", "2024-03-12T18:00:00+01:00"),
        ("1710262925", "2024-03-12T17:02:05+00:00"),
        ("1710262925000", "2024-03-12T17:02:05+00:00"),
        ("20240312", "2024-03-12T00:00:00+01:00"),
        ("2024年3月12日", "2024-03-12T00:00:00+01:00"),
    ],
)
def test_a_day_is_read_however_it_is_written(cell: str, when: str) -> None:
    assert said(cell) == when


@pytest.mark.parametrize(
    "cell",
    ["", "n/a", "1900-01-00", "0000-00-00 00:00:00", "1980-01-01 00:00:00", "31/02/2024", "12",
     "1899-12-30", "2024", "9999999999999999999999", "12:30", "٣٩٩٩٩٩٩"],
)  # fmt: skip
def test_what_stands_where_no_day_is_known_is_none(cell: str) -> None:
    assert said(cell) == ""


def test_a_column_tells_whether_days_or_months_come_first() -> None:
    assert moments.Order(["03/04/2024", "13/04/2024"]).day_first
    assert not moments.Order(["03/04/2024", "04/13/2024"], otherwise=True).day_first


def test_otherwise_that_order_counts_in_which_days_follow_one_another() -> None:
    rising_by_month_first = ["3/9/2024 9:00", "3/10/2024 9:00", "3/12/2024 9:00", "4/1/2024 9:00"]

    assert not moments.Order(rising_by_month_first, otherwise=True).day_first
    assert moments.Order(["3/4/2024"], otherwise=True).day_first


def test_month_first_is_read_so() -> None:
    assert said("3/12/2024 18:02:05", day_first=False) == "2024-03-12T18:02:05+01:00"
