"""Workbooks of Excel's sort."""

from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from signon.imports.records import LeftOut, Unreadable, Wishes
from signon.imports.sheets import xlsx
from signon.imports.sheets.grid import NO_VALUE, STRUCK, Book, Sheet
from signon.imports.sheets.opening import open_book
from tests.support.sheets import saved, xlsx_file, zipped

WHEN = datetime(2024, 3, 12, 18, 2)  # noqa: DTZ001 - cells have no zone
DAY = datetime(2024, 3, 12)  # noqa: DTZ001 - cells have no zone
EPOCH = datetime(1904, 1, 1)  # noqa: DTZ001 - cells have no zone

CONTENT_TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
WORKBOOK = (
    '<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="a"/></sheets></workbook>'
)
RELATIONS = '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>'


def only_sheet(data: bytes) -> Sheet:
    book = open_book(data, Wishes())
    return book.sheet(book.names[0])


def by_hand(rows: str) -> bytes:
    """Return a workbook whose one sheet has the given XML."""
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def test_cells_come_as_people_see_them() -> None:
    row = ("Alpha", 12, 1.5, True, None, WHEN)

    (line,) = only_sheet(xlsx_file(One=[row])).lines

    assert line.cells == ("Alpha", "12", "1.5", "TRUE", "", "2024-03-12 18:02:00")
    assert line.times == {5: WHEN}


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    book = Workbook()
    book.epoch = EPOCH
    book.active.append([DAY])

    assert only_sheet(saved(book)).lines[0].times == {0: DAY}


def test_what_is_hidden_is_left_out_and_said() -> None:
    book = Workbook()
    for row in (["Name", "Secret", "Note"], ["Alpha", "x", "a"], ["Beta", "y", "b"]):
        book.active.append(row)
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    book.create_sheet("Old").sheet_state = "hidden"
    book.create_sheet("Older").sheet_state = "veryHidden"

    opened = open_book(saved(book), Wishes())
    sheet = opened.sheet("Sheet")

    assert [line.cells for line in sheet.lines] == [("Name", "", "Note"), ("Alpha", "", "a")]
    assert sheet.left_out == (
        LeftOut("hidden_column", "B", "Secret"),
        LeftOut("hidden_row", "3"),
    )
    assert (opened.names, opened.hidden) == (("Sheet",), ("Old", "Older"))


def test_a_formula_counts_by_the_value_it_had() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><f>B1</f><v>Alpha</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1"><f>A9</f></c><c r="D1" t="str"><f>A9</f><v></v></c>'
        '<c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )

    (line,) = only_sheet(by_hand(rows)).lines

    assert line.cells[:2] == ("Alpha", "2")
    assert line.marks == {2: NO_VALUE, 4: NO_VALUE}


def test_what_is_crossed_out_is_marked() -> None:
    book = Workbook()
    book.active.append(["Alpha", "Beta"])
    book.active["B1"].font = Font(strike=True)

    assert only_sheet(saved(book)).lines[0].marks == {1: STRUCK}


def test_cells_joined_downwards_count_for_each_row() -> None:
    book = Workbook()
    for row in (["Belgium", "Alpha"], ["", "Beta"], ["", "Gamma"]):
        book.active.append(row)
    book.active.merge_cells("A1:A2")

    lines = only_sheet(saved(book)).lines

    assert [line.cells for line in lines] == [
        ("Belgium", "Alpha"),
        ("Belgium", "Beta"),
        ("", "Gamma"),
    ]


def test_texts_are_joined_and_what_is_spoken_is_left_out() -> None:
    rows = (
        '<row r="2"><c t="inlineStr"><is><r><t>Al</t></r><r><t>pha</t></r><rPh><t>x</t></rPh></is>'
        '</c><c t="inlineStr"><is><t>a_x000D_b</t></is></c></row>'
    )

    (line,) = only_sheet(by_hand(rows)).lines

    assert (line.record, line.cells) == (2, ("Alpha", "a\rb"))


def test_a_far_cell_without_a_value_is_nothing() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row>'
        '<row r="1048576"><c r="A1048576"/></row>'
    )

    assert len(only_sheet(by_hand(rows)).lines) == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "too_wide"),
        ("<row><c><v>1</v></c></row>" * 22_000, "too_many_rows"),
        ("<a>" * 100, "too_large"),
        ('<row r="1"><c r="A1"><v>1</v>', "broken"),
    ],
)
def test_what_is_too_much_is_refused(rows: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        only_sheet(by_hand(rows))

    assert refusal.value.code == code


def test_entities_are_refused() -> None:
    parts = {
        "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]><workbook>&b;</workbook>',
        "xl/_rels/workbook.xml.rels": RELATIONS,
    }

    with pytest.raises(Unreadable) as refusal:
        xlsx.read(zipped(parts))

    assert refusal.value.code == "broken"


def test_a_sheet_that_is_listed_and_missing_makes_a_broken_file() -> None:
    parts = {"xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": RELATIONS}

    with pytest.raises(Unreadable) as refusal:
        only_sheet(zipped(parts))

    assert refusal.value.code == "broken"


def test_a_book_reads_a_sheet_only_when_it_is_asked_for() -> None:
    book = open_book(xlsx_file(One=[["a"]], Two=[["b"]]), Wishes())

    assert isinstance(book, Book)
    assert book.sheet("Two").lines[0].cells == ("b",)


def test_a_tag_that_never_ends_is_refused_before_it_fills_the_memory() -> None:
    parts = {
        "xl/workbook.xml": "<workbook " + " ".join(f'a{n}="1"' for n in range(300_000)) + "/>",
        "xl/_rels/workbook.xml.rels": RELATIONS,
    }

    with pytest.raises(Unreadable) as refusal:
        xlsx.read(zipped(parts))

    assert refusal.value.code == "too_large"
