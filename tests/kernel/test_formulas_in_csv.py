"""No program runs what was typed, whatever it takes for a separator and whether it heeds quotes."""

import re

import pytest
from flask_babel import LazyString
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signon.kernel.files.tabular import csv_line, defused, restored

SEPARATORS = [",", ";", "\t", "|"]
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
VALUES = st.text(
    alphabet="=+-@\uff1d,;|\t\r\n\u2028\"' \u00a0\u3000\u200b\ufeff\u200fab\x0b\x85\x1c",
    max_size=12,
)
PASSED_OVER = '"\ufeff\u200b\u200f'


def formulas(line: str, separator: str) -> list[str]:
    """Return the cells that run where a line is split without a thought of quotes."""
    cells = (cell for part in line.splitlines() for cell in part.split(separator))
    return [cell for cell in cells if _bare(cell).startswith(tuple(SIGNS))]


def _bare(cell: str) -> str:
    return re.sub(rf"\A[\s{PASSED_OVER}]+", "", cell)


@settings(max_examples=300, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=4))
@example(["a,=1+1"])
@example(['Fair "Homes","=1+1'])
@example(["a,", "=1"])
@example(["\u00a0=1", "a;\u3000@SUM(1)"])
def test_no_cell_is_a_formula_for_a_reader_that_ignores_quotes(cells: list[str]) -> None:
    line = csv_line(cells)

    assert [found for separator in SEPARATORS for found in formulas(line, separator)] == []
    assert [restored(defused(cell)) for cell in cells] == cells


@pytest.mark.parametrize(
    "name",
    [
        *("A-B", "Fair Homes, Inc.", "R&D=1", "a - b", "350.org", "x, y; z"),
        *("Smith, O'Brien", "a,b|c;d", "1-7,9", "https://e.org/?a=1,2&b=-3", "Hearth — “Home”"),
    ],
)
def test_a_name_without_a_sign_behind_a_separator_stays(name: str) -> None:
    assert defused(name) == name


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("foo, -bar", "foo,' -bar"),
        ("a,=1", "a,'=1"),
        ('a,"=1', "a,'\"=1"),
        ("a,\u00a0+1", "a,'\u00a0+1"),
        ("\u200f=1", "'\u200f=1"),
    ],
)
def test_one_sign_is_added_where_a_cell_could_begin(typed: str, written: str) -> None:
    assert defused(typed) == written


def test_words_that_are_translated_late_are_defused_too() -> None:
    assert csv_line([LazyString(lambda: "=1"), -7]) == "'=1,-7\r\n"
