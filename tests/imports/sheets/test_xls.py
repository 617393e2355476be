"""Workbooks of before 2007."""

from datetime import datetime

import pytest
import xlwt

from signon.imports.records import LeftOut, Unreadable, Wishes
from signon.imports.sheets import xls
from signon.imports.sheets.grid import STRUCK
from signon.imports.sheets.opening import open_book
from tests.support.sheets import saved

WHEN = datetime(2024, 3, 12, 18, 2)  # noqa: DTZ001 - cells have no zone


def test_cells_dates_and_what_is_hidden_or_crossed_out_are_read() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("One")
    for at, row in enumerate([("Name", "Secret", "Day"), ("Alpha", "x", ""), ("Beta", "y", "")]):
        for place, cell in enumerate(row):
            sheet.write(at, place, cell)
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    sheet.write(1, 3, WHEN, day)
    sheet.write(1, 4, 12)
    sheet.write(1, 5, "gone", xlwt.easyxf("font: struck_out on"))
    sheet.col(1).hidden = True
    sheet.row(2).hidden = True
    book.add_sheet("Old").visibility = 1

    opened = open_book(saved(book), Wishes())
    found = opened.sheet("One")

    assert [line.cells for line in found.lines] == [
        ("Name", "", "Day"),
        ("Alpha", "", "", "2024-03-12 18:02:00", "12", "gone"),
    ]
    assert found.lines[1].times == {3: WHEN}
    assert found.lines[1].marks == {5: STRUCK}
    assert {LeftOut("hidden_column", "B", "Secret"), LeftOut("hidden_row", "3")} == set(
        found.left_out
    )
    assert opened.hidden == ("Old",)


def test_a_broken_one_is_refused_and_not_a_fault() -> None:
    for data in (xls.MAGIC + b"\x00" * 600, xls.MAGIC + b"\xff" * 4000, xls.MAGIC):
        with pytest.raises(Unreadable) as refusal:
            open_book(data, Wishes())

        assert refusal.value.code == "broken"


def test_a_locked_one_says_so() -> None:
    with pytest.raises(Unreadable) as refusal:
        open_book(xls.MAGIC + "EncryptedPackage".encode("utf-16-le"), Wishes())

    assert refusal.value.code == "encrypted"


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls, "SECONDS", 0.001)

    with pytest.raises(Unreadable) as refusal:
        open_book(saved_empty(), Wishes())

    assert refusal.value.code == "too_large"


def saved_empty() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("One")
    return saved(book)
