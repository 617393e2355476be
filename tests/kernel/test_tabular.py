"""Tables open in other programs with the very values that were written, and run no formula."""

import csv
import io
import itertools
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from signon.kernel.files import tabular
from signon.kernel.files.tabular import (
    CHUNK,
    Column,
    csv_line,
    csv_lines,
    csv_stream,
    defused,
    json_array,
    restored,
    write_xlsx,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)
FORMULAS = [
    *("=1+1", "+Europa", "-5", "@SUM(1)", " =1", '"=1', "\ta", "\ra", "\na"),
    *("＝1+1", "＋1", "－1", "＠a", "'=1", "''=1", '=HYPERLINK("a","b")'),
]

INSIDE = [
    *(
        "Fair Homes;=1+1;",
        "AB;@SUM(1)",
        "We agree.\n=1+1;",
        "a\r\n-5",
        "a\t+1",
        "a|=1",
        "a\u2028=1",
    ),
    *("a; =1", 'a;"=1"', "a;'=1", "a,=1", "a, -b", "a;=1;=2", ";=1", "\t=1", "a;\uff1d1"),
]


def formulas(line: str, separator: str) -> list[str]:
    """Return the cells that would be run by a program that takes `separator` for the one."""
    rows = csv.reader(io.StringIO(line, newline=""), delimiter=separator)
    return [cell for row in rows for cell in row if cell.lstrip(" ").startswith(tuple("=+-@"))]


def opened(lines: Iterator[bytes]) -> list[list[str]]:
    """Return the cells as a CSV reader sees them."""
    text = b"".join(lines).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["a", "b c", ""], "a,b c,\r\n"),
        (['say "no"', "a,b", "a\nb", "a\r\nb"], '"say ""no""","a,b","a\nb","a\r\nb"\r\n'),
        ([None, 7, -7, 1.5], ",7,-7,1.5\r\n"),
        ([True, False], "true,false\r\n"),
        (["a;b", "a|b", "a\tb"], '"a;b","a|b","a\tb"\r\n'),
        ([date(2021, 12, 17), datetime(2021, 12, 17, 8, tzinfo=UTC)], None),
        (["-7", "a=b"], "'-7,a=b\r\n"),
        (["a\0\x07\x1b\x85b", "\0=1"], "ab,'=1\r\n"),
        (["a\ud800b"], "a\ufffdb\r\n"),
        ([], "\r\n"),
    ],
)
def test_a_line_of_csv(cells: list[object], line: str | None) -> None:
    assert csv_line(cells) == (line or "2021-12-17,2021-12-17T08:00:00+00:00\r\n")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert restored(defused(text)) == text


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("value", INSIDE)
def test_no_cell_is_a_formula_whatever_takes_itself_for_a_separator(
    value: str, separator: str
) -> None:
    assert not formulas(csv_line(["Hearth", value, "BE", value]), separator)
    assert restored(defused(value)) == value


@given(
    st.lists(st.text(alphabet="=+-@;|\t\r\n,\"' a", max_size=12), min_size=1, max_size=4),
    st.sampled_from(",;\t|"),
)
def test_no_cells_are_formulas_whatever_stands_beside_them(cells: list[str], by: str) -> None:
    assert not formulas(csv_line(cells), by)
    assert [restored(defused(cell)) for cell in cells] == cells


@given(ANY_TEXT)
def test_what_was_defused_can_be_restored(text: str) -> None:
    assert restored(defused(text)) == text
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@settings(deadline=None)
@given(st.lists(st.lists(ANY_TEXT, min_size=2, max_size=2), max_size=5))
def test_any_text_comes_back_from_csv(rows: list[list[str]]) -> None:
    columns: list[Column[list[str]]] = [
        Column("=a", lambda row: row[0]),
        Column("b", lambda row: row[1]),
    ]

    head, *found = opened(csv_lines(columns, rows))

    assert head == ["'=a", "b"]
    assert [[restored(cell) for cell in row] for row in found] == [
        [tabular.plain(cell) for cell in row] for row in rows
    ]


def test_prepared_lines_leave_in_chunks_of_even_size() -> None:
    line = csv_line(["Union des rapatriés", "ML", "a statement"])

    chunks = list(csv_stream(["name", "country", "statement"], itertools.repeat(line, 10_000)))

    assert b"".join(chunks).endswith(b"\r\n" + line.encode())
    assert b"".join(chunks).count(b"\r\n") == 10_001
    assert all(CHUNK <= len(chunk) < CHUNK * 1.1 for chunk in chunks[:-1])


def test_rows_are_asked_for_only_as_they_leave() -> None:
    lines = (f"{number:01000}\r\n" for number in itertools.count())

    next(csv_stream(["a"], lines))

    assert int(next(lines)) < 100


def test_json_streams_an_array() -> None:
    rows: list[dict[str, object]] = [
        {"name": "جمعية", "n": 1, "on": date(2021, 12, 17)},
        {"name": '"\n\ud800', "n": None},
    ]

    array = b"".join(json_array(rows))

    assert "جمعية".encode() in array
    assert json.loads(array) == [
        {"name": "جمعية", "n": 1, "on": "2021-12-17"},
        {"name": '"\n?', "n": None},
    ]


def test_json_of_nothing_is_whole() -> None:
    assert json.loads(b"".join(json_array([]))) == []


def test_json_leaves_in_chunks() -> None:
    chunks = list(json_array({"n": number} for number in range(50_000)))

    assert len(chunks) > 5
    assert len(json.loads(b"".join(chunks))) == 50_000


Write = Callable[..., list[Worksheet]]


@pytest.fixture
def sheets() -> Write:
    """Return what writes one-column sheets and opens them again."""

    def write(
        values: Sequence[object], title: str = "List", language: str = "en"
    ) -> list[Worksheet]:
        file = io.BytesIO()
        column: Column[object] = Column("=Name", lambda value: value)
        write_xlsx(file, [column], values, sheet_title=title, language=language)
        return list(openpyxl.load_workbook(file).worksheets)

    return write


def values(sheet: Worksheet) -> list[str]:
    return [row[0].value or "" for row in sheet.iter_rows(min_row=2)]


TEXTS = [
    *FORMULAS[:4],
    *("http://e.org", "007", "1e5", "TRUE", "<b>&amp;", "  spaces  ", "\ttab", "two\nlines"),
    *("<r><t>a</t></r>", '<r></t></is></c><c r="B2"><f>1+1</f></c></r>', "جمعية", "霧橋", "😀"),
]


def test_cells_are_texts_with_the_very_values(sheets: Write) -> None:
    (sheet,) = sheets(TEXTS)

    assert values(sheet) == TEXTS
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert sheet.dimensions == f"A1:A{len(TEXTS) + 1}"


def test_cells_hold_only_what_a_sheet_can_hold(sheets: Write) -> None:
    (sheet,) = sheets(["a\0\x0b\x1fb", "a\ufffeb\ud800", "a\r\nb\rc", None, 7, date(2021, 12, 17)])

    assert values(sheet) == ["ab", "ab\ufffd", "a\nb\nc", "", "7", "2021-12-17"]


def test_a_text_that_looks_like_an_escape_is_escaped() -> None:
    file = io.BytesIO()
    write_xlsx(file, [Column("a", str)], ["_x0041_"], sheet_title="a", language="en")

    with zipfile.ZipFile(file) as archive:
        assert b"<t>_x005F_x0041_</t>" in archive.read("xl/worksheets/sheet1.xml")


def test_a_text_too_long_for_a_cell_says_so(sheets: Write) -> None:
    (sheet,) = sheets(["x" * 32_767, "x" * 32_768, "😀" * 16_383, "😀" * 16_384])

    whole, cut, small, cut_small = values(sheet)
    assert whole == "x" * 32_767
    assert cut == "x" * 32_763 + " […]"
    assert small == "😀" * 16_383
    assert cut_small == "😀" * 16_381 + " […]"


def test_no_row_is_lost_when_a_sheet_is_full(
    sheets: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabular, "ROWS_PER_SHEET", 3)

    for count in (0, 1, 3, 4, 6, 7):
        found = sheets([str(number) for number in range(count)])
        assert len(found) == max(1, -(-count // 3))
        assert list(itertools.chain.from_iterable(map(values, found))) == [
            str(n) for n in range(count)
        ]
        assert {sheet["A1"].value for sheet in found} == {"=Name"}


def test_the_sheet_is_laid_out_for_reading(sheets: Write) -> None:
    (sheet,) = sheets(["a" * 30], language="ar")

    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert 30 < sheet.column_dimensions["A"].width < 40
    assert not sheets(["a"])[0].sheet_view.rightToLeft


@pytest.mark.parametrize(
    ("title", "names"),
    [
        (
            "12 Key Ways: [civil/society]",
            ["12 Key Ways civil society", "12 Key Ways civil society (2)"],
        ),
        ("x" * 40, ["x" * 31, "x" * 27 + " (2)"]),
        ("😀" * 20, ["😀" * 15, "😀" * 13 + " (2)"]),
        ("'History'", ["List", "List (2)"]),
        ("\0", ["List", "List (2)"]),
    ],
)
def test_any_title_names_a_sheet(
    sheets: Write, monkeypatch: pytest.MonkeyPatch, title: str, names: list[str]
) -> None:
    monkeypatch.setattr(tabular, "ROWS_PER_SHEET", 1)

    assert [sheet.title for sheet in sheets(["a", "b"], title=title)] == names


@settings(max_examples=50, deadline=None)
@given(st.lists(ANY_TEXT, max_size=5))
def test_any_text_comes_back_from_a_sheet(texts: list[str]) -> None:
    file = io.BytesIO()
    write_xlsx(file, [Column("a", str)], texts, sheet_title="".join(texts), language="en")

    (sheet,) = openpyxl.load_workbook(file).worksheets
    kept = [tabular.plain(text).replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    assert [row[0].value or "" for row in sheet.iter_rows(min_row=2, max_row=len(texts) + 1)][
        : len(texts)
    ] == kept
