"""Tables for other programs: CSV and XLSX that run no formula, JSON, all written row by row."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import IO, Generic, TypeVar
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from signon.kernel import clock
from signon.kernel.languages import direction
from signon.kernel.text.characters import CONTROL

Row = TypeVar("Row")

CHUNK = 65_536
"""Bytes, roughly, that leave at once: large enough to be quick, small enough for any memory."""

_BOM = "\ufeff"
_UNREADABLE = re.compile(f"(?![\t\n\r])[{CONTROL}\ufffe\uffff]+")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_TRIGGER = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_BREAK = "\t\r\n\u2028\u2029"
_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_FORMULA = f"(?:[^\\S{_BREAK}]|[{_UNSEEN}'\"])*[{_TRIGGER}]"
_AFTER = f"(?<=[,;|{_BREAK}])"
_INNER = re.compile(f"{_AFTER}(?={_FORMULA})")
_FIRST = re.compile(f"(?:{_FORMULA}|'*[\t\r\n])")
_DEFUSED = re.compile(f"{_AFTER}'(?={_FORMULA})")
_NO_WORDS = (int, float, date, type(None))
_NEEDS_QUOTES = re.compile('[",;|\t\r\n]')


REVISION = "2"
"""Raised whenever a rule for lines of CSV changes, so that those that are stored are made anew."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a table: its heading and how its value is found in a row."""

    name: str
    value_of: Callable[[Row], object]


# ---- CSV ----


def defused(text: str) -> str:
    """Return `text` with a `'` before all that a spreadsheet would take for a formula.

    That is its beginning, and what follows a line break or a `,`, `;`, `|` or tab in it: a program
    that takes one of them for the separator, or heeds no quotes, begins a cell there. Blanks and
    quotes before the sign are passed over, as programs do. `A-B`, `R&D=1` and `a - b` stay as they
    are. All signs are alike: in `foo, -bar` a spreadsheet sees the formula of a name `bar`, and
    `-2+3+cmd|' /C …'!A0` begins with a minus too, so none is harmless by what follows it.
    """
    text = _INNER.sub("'", text)
    return f"'{text}" if _FIRST.match(text) else text


def restored(text: str) -> str:
    """Return what `defused` was given, so that our own export can be read in again."""
    if text.startswith("'") and _FIRST.match(text, 1):
        text = text[1:]
    return _DEFUSED.sub("", text)


def csv_line(cells: Iterable[object]) -> str:
    """Return one line of CSV with its CRLF: text defused, numbers as they are, None empty."""
    return ",".join(map(_csv_cell, cells)) + "\r\n"


def csv_lines(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSV file for `rows` in chunks, beginning with the mark that Excel needs."""
    lines = (csv_line(column.value_of(row) for column in columns) for row in rows)
    return csv_stream([column.name for column in columns], lines)


def csv_stream(header: Sequence[str], lines: Iterable[str]) -> Iterator[bytes]:
    """Yield the same from lines that `csv_line` has formed before, perhaps long before."""
    return _chunks(chain([_BOM, csv_line(header)], lines))


def _csv_cell(value: object) -> str:
    text = plain(value)
    if not isinstance(value, _NO_WORDS):
        text = defused(text)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def plain(value: object) -> str:
    """Return a value as text that any file may hold: None empty, dates as ISO 8601 says.

    What is true or false is written as in JSON, so that every form of a table says the same.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.isoformat() if isinstance(value, date) else str(value)
    if text.isprintable():
        return text
    return _HALF_CHARACTER.sub("\ufffd", _UNREADABLE.sub("", text))


def _chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield "".join(waiting).encode(errors="replace")
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode(errors="replace")


# ---- JSON ----


def json_array(rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Yield a JSON array in chunks, one row to a line."""
    return _chunks(_json_pieces(rows))


def _json_pieces(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    separator = "[\n"
    for row in rows:
        yield separator + _json(row)
        separator = ",\n"
    yield "[]" if separator == "[\n" else "\n]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=plain)


# ---- XLSX ----

ROWS_PER_SHEET = 1_048_575
"""Rows of a sheet below its header: a limit of the format."""

LONGEST_CELL = 32_767
"""UTF-16 units of a cell: a limit of the format."""

_CUT = " […]"
_WIDEST, _NARROWEST, _ROWS_MEASURED = 60, 10, 200
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]+")
_LONGEST_SHEET_NAME = 31


def write_xlsx(
    target: str | Path | IO[bytes],
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    *,
    sheet_title: str,
    language: str,
) -> None:
    """Write `rows` as text into an XLSX file, row by row so that any number fits into memory.

    What goes beyond `ROWS_PER_SHEET` continues on a further sheet with the same header. A text
    beyond `LONGEST_CELL` ends in "[…]". In right-to-left languages the sheet runs that way too.
    """
    book = _book(target, sheet_title)
    header = book.add_format({"bold": True})
    titles = [column.name for column in columns]
    values = ([column.value_of(row) for column in columns] for row in rows)
    for number, part in enumerate(_parts(values), start=1):
        sheet = book.add_worksheet(_sheet_name(sheet_title, number))
        if direction(language) == "rtl":
            sheet.right_to_left()
        for at, title in enumerate(titles):
            sheet.write_string(0, at, _cell(title), header)
        sheet.freeze_panes(1, 0)
        _write_rows(sheet, titles, part)
    book.close()


def _book(target: str | Path | IO[bytes], title: str) -> Workbook:
    switches = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    book = Workbook(target, {"constant_memory": True, **dict.fromkeys(switches, False)})
    book.use_zip64()
    book.set_properties({"title": plain(title), "created": clock.now()})
    return book


def _parts(rows: Iterator[list[object]]) -> Iterator[Iterable[list[object]]]:
    first: list[list[object]] = list(islice(rows, 1))
    while True:
        yield chain(first, islice(rows, ROWS_PER_SHEET - len(first)))
        first = list(islice(rows, 1))
        if not first:
            return


def _write_rows(sheet: Worksheet, titles: list[str], rows: Iterable[list[object]]) -> None:
    widths = [len(title) for title in titles]
    for line, row in enumerate(rows, start=1):
        cells = [_cell(value) for value in row]
        for at, cell in enumerate(cells):
            sheet.write_string(line, at, cell)
        if line <= _ROWS_MEASURED:
            widths = [max(width, len(cell)) for width, cell in zip(widths, cells, strict=True)]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(max(width + 2, _NARROWEST), _WIDEST))
    if titles:
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS_PER_SHEET + 1}"})


def _cell(value: object) -> str:
    text = plain(value).replace("\r\n", "\n").replace("\r", "\n")
    if 2 * len(text) > LONGEST_CELL:
        text = _cut(text, LONGEST_CELL, _CUT)
    if text.startswith("<r>"):
        # The writer takes such a text for markup and puts it into the file as it is.
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text


def _cut(text: str, units: int, mark: str) -> str:
    """Return at most `units` UTF-16 units of `text`, ending in `mark` if something is gone."""
    coded = text.encode("utf-16-le")
    if len(coded) <= 2 * units:
        return text
    return coded[: 2 * (units - len(mark))].decode("utf-16-le", errors="ignore") + mark


def _sheet_name(title: str, number: int) -> str:
    suffix = f" ({number})" if number > 1 else ""
    name = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", plain(title)).split())
    name = _cut(name, _LONGEST_SHEET_NAME - len(suffix), "").strip(" '")
    # Excel keeps the name "History" for itself.
    return (name if name and name.casefold() != "history" else "List") + suffix
