"""Sheets as people keep them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Font

from tests.imports.exports.files import File
from tests.imports.exports.signed import ANSWERS, Answer, Expected, country, expected, when
from tests.support.sheets import csv_file, ods_cells, ods_file, ods_sheet, saved

SOME = ANSWERS[:5]
ASKS = ("country", "comment", "signed_at")
TITLES = ("No.", "Organisation", "Country", "E-mail", "Website", "Date", "Remarks")


def line(number: int, one: Answer) -> list[Any]:
    return [number + 1, one.organisation, country(one, "en"), one.email, one.website,
            when(number), one.comment]  # fmt: skip


def text_line(number: int, one: Answer) -> list[Any]:
    cells = line(number, one)
    cells[5] = f"{when(number):%d.%m.%Y %H:%M}"
    return cells


def with_titles_and_sections() -> File:
    """Return a workbook with a joined title, sections by country, a total and a note."""
    book = Workbook()
    sheet = book.active
    for row in (["Sign-ons to the open letter"], [], ["Status: 3 May 2024"], [], list(TITLES)):
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    records = []
    for number, one in enumerate(SOME):
        sheet.append([f"{country(one, 'en') or 'International'}"])
        sheet.append(line(number, one))
        records.append(sheet.max_row)
    sheet.append([])
    sheet.append(["TOTAL", len(SOME)])
    sheet.append(["* the list is checked every Friday by the secretariat of the network"])
    return File(saved(book), expected(SOME, records, asks=ASKS))


def with_hidden_things() -> File:
    """Return a workbook with a hidden row, column and sheet, and a header said once more."""
    book = Workbook()
    sheet = book.active
    sheet.append([*TITLES, "Private e-mail"])
    for number, one in enumerate(SOME):
        sheet.append([*line(number, one), "secret@home.example.org"])
    sheet.column_dimensions["H"].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.append(list(TITLES))
    sheet.append(line(5, ANSWERS[8]))
    old = book.create_sheet("Old", 0)
    old.append(["Organisation", "E-mail"])
    old.sheet_state = "hidden"
    answers = (*SOME, ANSWERS[8])
    rows = expected(answers, [2, 3, 4, 5, 6, 8], asks=ASKS)
    del rows[4]
    return File(saved(book), rows)


def with_formulas() -> File:
    """Return a workbook whose formulas nobody has worked out, and what is crossed out."""
    book = Workbook()
    sheet = book.active
    sheet.append(list(TITLES))
    for number, one in enumerate(SOME):
        sheet.append(line(number, one))
        sheet.cell(number + 2, 1).value = "=ROW()-1"
    sheet.cell(3, 2).value = '=UPPER("x")'
    sheet.cell(5, 2).font = Font(strike=True)
    rows = expected(SOME, [2, 3, 4, 5, 6], asks=ASKS)
    rows[3] = Expected("rejected", "formula_without_value")
    rows[5] = Expected("rejected", "withdrawn")
    return File(saved(book), rows)


def counted_from_1904() -> File:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - as workbooks of old Macintoshes do
    book.active.append(list(TITLES))
    for number, one in enumerate(ANSWERS[:3]):
        book.active.append(line(number, one))
    return File(saved(book), expected(ANSWERS[:3], [2, 3, 4], asks=ASKS))


def old_workbook() -> File:
    """Return a workbook of before 2007 with two empty rows above and countries said once."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Liste")
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY HH:MM")
    for at, row in enumerate([TITLES, *(line(n, one) for n, one in enumerate(SOME))], 2):
        for place, cell in enumerate(row):
            sheet.write(
                at, place, cell, day if isinstance(cell, datetime) else xlwt.Style.default_style
            )
    sheet.write(9, 0, "Summe")
    sheet.write(9, 1, 5)
    return File(saved(book), expected(SOME, [4, 5, 6, 7, 8], asks=ASKS))


def open_document() -> File:
    titles = ("Organisation", "Pays", "Courriel", "Date", "Remarque")

    def cells(number: int, one: Answer) -> str:
        day = f'office:value-type="date" office:date-value="{when(number):%Y-%m-%dT%H:%M:%S}"'
        remark = "".join(f"<text:p>{part}</text:p>" for part in one.comment.split("\n"))
        return (
            ods_cells([one.organisation, country(one, "fr"), one.email])
            + f"<table:table-cell {day}><text:p>le jour</text:p></table:table-cell>"
            + f'<table:table-cell office:value-type="string">{remark}</table:table-cell>'
        )

    rows = "".join(
        f"<table:table-row>{cells(number, one)}</table:table-row>"
        for number, one in enumerate(SOME)
    )
    header = ods_sheet([["Liste des signataires"], titles], "Signataires")
    content = header.replace("</table:table>", f"{rows}</table:table>")
    return File(ods_file(content), expected(SOME, [3, 4, 5, 6, 7], asks=ASKS))


def macintosh() -> File:
    """Return a text with the line ends of an old Macintosh."""
    return _text(SOME, ends="\r", delimiter=";")


def told_separator() -> File:
    """Return a text whose first line says what separates its cells."""
    file = _text(SOME, delimiter=";")
    return File(b"sep=;\r\n" + file.data, file.rows)


def pasted_with_tabs() -> File:
    """Return what a workbook saves as "Unicode text"."""
    return _text(SOME, delimiter="\t", encoding="utf-16")


def _text(answers: Sequence[Answer], **said: Any) -> File:
    rows = [TITLES, *(text_line(number, one) for number, one in enumerate(answers))]
    records = list(range(2, len(answers) + 2))
    return File(csv_file(rows, **said), expected(tuple(answers), records, asks=ASKS))


def withdrawn_and_placeholders() -> File:
    titles = ("Organisation", "Email", "Country", "Signed on", "Status", "Notes")
    rows = [
        titles,
        ("Alpha Network", "a@x.org", "Belgium", "1900-01-00", "confirmed", ""),
        ("Beta Network", "b@x.org", "Kenya", "12/03/2024", "withdrawn", ""),
        ("Gamma Network", "c@x.org", "Peru", "13/03/2024", "confirmed", "withdrew by mail, 3 May"),
        ("Delta Network (withdrawn)", "d@x.org", "Malta", "14/03/2024", "", ""),
        ("Epsilon Network", "e@x.org", "UK", "0000-00-00", "", "rang on Tuesday"),
    ]
    taken = {"organisation": "Alpha Network", "country": "BE", "signed_at": None}
    other = {"organisation": "Epsilon Network", "country": "GB", "signed_at": None}
    withdrawn = Expected("rejected", "withdrawn")
    yields = {2: Expected("accepted", fields=taken), 6: Expected("accepted", fields=other)}
    return File(csv_file(rows), {**yields, 3: withdrawn, 4: withdrawn, 5: withdrawn})


def two_addresses() -> File:
    """Return a sheet with two columns of addresses, of which a person has chosen one."""
    rows = [
        ("Organisation", "E-mail", "Work e-mail", "Country"),
        ("Alpha", "a@home.org", "a@work.org", "Belgien"),
        ("Beta", "b@home.org", "", "Kenia"),
    ]
    taken = {"organisation": "Alpha", "email": "a@work.org", "country": "BE"}
    yields = {2: Expected("accepted", fields=taken), 3: Expected("rejected", "missing_email")}
    return File(csv_file(rows), yields, {"email": "Work e-mail"})


BY_HAND = (
    with_titles_and_sections, with_hidden_things, with_formulas, counted_from_1904, old_workbook,
    open_document, macintosh, told_separator, pasted_with_tabs, withdrawn_and_placeholders,
    two_addresses,
)  # fmt: skip
