"""Workbooks of LibreOffice's sort."""

from datetime import datetime

import pytest

from signon.imports.records import LeftOut, Unreadable, Wishes
from signon.imports.sheets.grid import NO_VALUE, STRUCK, Sheet
from signon.imports.sheets.opening import open_book
from tests.support.sheets import ods_cells, ods_file, ods_sheet, zipped

WHEN = datetime(2024, 3, 12, 18, 2)  # noqa: DTZ001 - cells have no zone

HIDDEN = (
    '<style:style style:name="t2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)
STRUCK_STYLE = (
    '<style:style style:name="c1" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
)


def only_sheet(content: str) -> Sheet:
    book = open_book(ods_file(content), Wishes())
    return book.sheet(book.names[0])


def table(rows: str) -> str:
    return f'<table:table table:name="One">{rows}</table:table>'


def row(cells: str, said: str = "") -> str:
    return f"<table:table-row {said}>{cells}</table:table-row>"


def cell(said: str, text: str = "") -> str:
    return f"<table:table-cell {said}>{text and f'<text:p>{text}</text:p>'}</table:table-cell>"


def test_cells_come_as_people_see_them() -> None:
    cells = (
        cell('office:value-type="string"', "Alpha<text:s text:c='2'/>b")
        + cell('office:value-type="float" office:value="12"', "12.00")
        + cell('office:value-type="boolean" office:boolean-value="true"', "WAHR")
        + cell('office:value-type="date" office:date-value="2024-03-12T18:02:00"', "12.3.")
        + cell("")
        + "<table:table-cell><office:annotation><text:p>seen</text:p></office:annotation>"
        "<text:p>one</text:p><text:p>two</text:p></table:table-cell>"
    )

    (line,) = only_sheet(table(row(cells))).lines

    assert line.cells == ("Alpha  b", "12", "TRUE", "2024-03-12 18:02:00", "", "one\ntwo")
    assert line.times == {3: WHEN}


def test_what_is_hidden_is_left_out_and_said() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = (
        row(ods_cells(["Name", "Secret"]))
        + row(ods_cells(["Alpha", "x"]))
        + row(ods_cells(["Beta", "y"]), 'table:visibility="filter"')
    )
    content = HIDDEN + table(columns + rows) + ods_sheet([["a"]], "Old", "t2")

    book = open_book(ods_file(content), Wishes())
    sheet = book.sheet("One")

    assert [line.cells for line in sheet.lines] == [("Name",), ("Alpha",)]
    assert sheet.left_out == (LeftOut("hidden_column", "B", "Secret"), LeftOut("hidden_row", "3"))
    assert (book.names, book.hidden) == (("One",), ("Old",))


def test_repeated_cells_and_rows_are_counted() -> None:
    rows = (
        row(cell('table:number-columns-repeated="2" office:value-type="string"', "a"))
        + row(cell('table:number-columns-repeated="1024"'), 'table:number-rows-repeated="3"')
        + row(ods_cells(["b"]), 'table:number-rows-repeated="2"')
        + row(cell('table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048570"')
    )

    lines = only_sheet(table(rows)).lines

    assert [(line.record, line.cells) for line in lines] == [
        (1, ("a", "a")),
        (5, ("b",)),
        (6, ("b",)),
    ]


def test_formulas_and_what_is_crossed_out_are_marked() -> None:
    cells = (
        cell('table:formula="of:=A9"')
        + cell('table:formula="of:=1" office:value-type="float" office:value="1"', "1")
        + cell('table:style-name="c1" office:value-type="string"', "gone")
    )

    (line,) = only_sheet(STRUCK_STYLE + table(row(cells))).lines

    assert line.marks == {0: NO_VALUE, 2: STRUCK}


def test_cells_joined_downwards_count_for_each_row() -> None:
    joined = cell('table:number-rows-spanned="2" office:value-type="string"', "Belgium")
    rows = row(joined + ods_cells(["Alpha"])) + row(
        "<table:covered-table-cell/>" + ods_cells(["Beta"])
    )

    assert [line.cells for line in only_sheet(table(rows)).lines] == [
        ("Belgium", "Alpha"),
        ("Belgium", "Beta"),
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (row(ods_cells(["a"]), 'table:number-rows-repeated="1000000"'), "too_many_rows"),
        (
            row(cell('table:number-columns-repeated="9000" office:value-type="string"', "a")),
            "too_wide",
        ),
    ],
)
def test_what_is_too_much_is_refused(rows: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        only_sheet(table(rows))

    assert refusal.value.code == code


def test_a_locked_workbook_says_so() -> None:
    manifest = "<m><file-entry><encryption-data/></file-entry></m>"

    with pytest.raises(Unreadable) as refusal:
        open_book(zipped({"content.xml": "x", "META-INF/manifest.xml": manifest}), Wishes())

    assert refusal.value.code == "encrypted"
