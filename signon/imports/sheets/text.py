"""CSV and its kin: whatever separates the cells, and however lines end."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from signon.imports.records import Unreadable
from signon.imports.sheets.encodings import decoded
from signon.imports.sheets.grid import (
    CELL_TOO_LONG,
    LONGEST_CELL,
    MOST_COLUMNS,
    TOO_MANY_ROWS,
    TOO_WIDE,
    Book,
    Line,
    Meter,
    Sheet,
    trimmed,
)
from signon.kernel.words import N_

DELIMITERS = (",", ";", "\t", "|")
"""What may separate cells; of those that fit alike the earlier one is taken."""

_SEPARATOR_LINE = re.compile(
    r'"?sep=(?P<sign>[^\r\n"]|\t)"?[^\S\r\n]*(?:\r\n|\r|\n)', re.IGNORECASE
)
_LINE = re.compile(r"[^\r\n]*[\r\n]")
_MOST_LINES = 1_100_000
"""Lines of any sort, as many as a workbook has."""

_BREAK = "\x02"
"""Stands for a line feed where lines end in a carriage return alone: there it is in a cell."""

_END = "\x01"
_SAMPLE = 100_000
_SAMPLED_LINES = 300


def read(data: bytes, encoding: str | None = None, delimiter: str | None = None) -> Book:
    """Return a text as a book of one sheet without a name.

    A first line such as `sep=;` says what separates the cells and is no record: programs that
    know it show none. Raises `Unreadable`.
    """
    text, encoding = decoded(data, encoding)
    said = _SEPARATOR_LINE.match(text)
    text = text[said.end() :] if said else text
    text = _unwrapped(text)
    delimiter = delimiter or (said["sign"] if said else guessed_delimiter(text))
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise Unreadable("wrong_delimiter", WRONG_DELIMITER)
    sheet = Sheet("", tuple(_lines(text, delimiter)))
    return Book(("",), lambda _name: sheet, encoding=encoding, delimiter=delimiter)


def _unwrapped(text: str) -> str:
    """Return a text without the quotes that some programs put around each line as a whole."""
    if not text.startswith('"') or any(_evenness(text[:_SAMPLE], sign)[1] for sign in DELIMITERS):
        return text
    try:
        rows = [row for row in csv.reader(_physical(text), delimiter=_END) if row]
    except csv.Error:
        return text
    signs = [sign for sign in DELIMITERS if all(sign in row[0] for row in rows)]
    return "\n".join(row[0] for row in rows) if signs else text


def guessed_delimiter(text: str) -> str:
    """Return the sign by which most lines have one and the same number of cells."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    return max(DELIMITERS, key=lambda sign: _evenness(sample, sign))


def _evenness(sample: str, sign: str) -> tuple[float, int]:
    """Return which share of the lines has the commonest number of cells, and that number."""
    widths = Counter[int]()
    try:
        for number, cells in enumerate(csv.reader(_physical(sample), delimiter=sign)):
            if number > _SAMPLED_LINES:
                break
            widths[len(cells)] += bool("".join(cells).strip())
    except csv.Error:
        return 0, 0
    several = [(times, width) for width, times in widths.items() if width > 1]
    if not several:
        return 0, 0
    times, width = max(several)
    return times / widths.total(), width


def _physical(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    meter = Meter()
    _require_within(text, delimiter)
    only_cr = "\r\n" not in text and text.count("\r") > text.count("\n")
    text = text.replace("\n", _BREAK) if only_cr else text
    reader = csv.reader(_physical(f"{text}\r{_END}"), delimiter=delimiter)
    try:
        for record, cells in enumerate(reader, 1):
            if cells == [_END]:
                return
            kept = trimmed(cell.replace(_BREAK, "\n") for cell in cells)
            if "".join(kept).strip():
                meter.line()
                for place, cell in enumerate(kept):
                    meter.cell(cell, place)
                yield Line(record, kept)
    except csv.Error:
        raise Unreadable("cell_too_long", CELL_TOO_LONG, limit=LONGEST_CELL) from None
    raise Unreadable("unclosed_quote", UNCLOSED_QUOTE)


def _require_within(text: str, delimiter: str) -> None:
    """Raise `Unreadable` before a line falls into more cells than the memory holds."""
    for number, found in enumerate(_LINE.finditer(text + "\n")):
        if number > _MOST_LINES:
            raise Unreadable("too_many_rows", TOO_MANY_ROWS, limit=20_000)
        if text.count(delimiter, found.start(), found.end()) > LONGEST_CELL:
            raise Unreadable("too_wide", TOO_WIDE, limit=MOST_COLUMNS)


WRONG_DELIMITER = N_("Cells are separated by one sign, such as a comma.")
UNCLOSED_QUOTE = N_(
    "A quotation mark opens in this file and is never closed, so that rows cannot be told apart."
)
