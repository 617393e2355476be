"""Files as form tools and people make them, for whoever reads them."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from openpyxl import Workbook

TITLES = ("Organisation", "E-mail", "Country")

Rows = Sequence[Sequence[Any]]


def csv_file(
    rows: Rows, *, delimiter: str = ",", ends: str = "\r\n", encoding: str = "utf-8"
) -> bytes:
    """Return rows as a text with columns."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=ends).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_file(**sheets: Rows) -> bytes:
    """Return a workbook of several sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Any) -> bytes:
    """Return a workbook of openpyxl or xlwt as a file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods_file(content: str) -> bytes:
    """Return a workbook of OpenDocument around the XML of its sheets and styles."""
    names = {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "calcext": "calcext",
    }
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in names.items()
    )
    whole = f"<office:document-content {spaces}>{content}</office:document-content>"
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": whole}
    )


def ods_sheet(rows: Rows, name: str = "Sheet1", style: str = "") -> str:
    """Return the XML of one sheet."""
    lines = "".join(f"<table:table-row>{ods_cells(row)}</table:table-row>" for row in rows)
    styled = f" table:style-name={quoteattr(style)}" if style else ""
    return f"<table:table table:name={quoteattr(name)}{styled}>{lines}</table:table>"


def ods_cells(row: Sequence[Any]) -> str:
    """Return the XML of cells with texts."""
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p>'
        "</table:table-cell>"
        for cell in row
    )


def zipped(parts: Mapping[str, str]) -> bytes:
    """Return parts as an archive."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()
