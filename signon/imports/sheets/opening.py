"""Which sort of file it is, by what is in it; its name only helps to say so."""

import re
from collections.abc import Callable

from signon.imports.records import Unreadable, Wishes
from signon.imports.sheets import ods, text, xls, xlsx
from signon.imports.sheets.encodings import guessed
from signon.imports.sheets.grid import MOST_BYTES, TOO_LARGE, Book
from signon.imports.sheets.streams import opened
from signon.kernel.words import N_

_ARCHIVE = b"PK\x03\x04"
_EMPTY_ARCHIVE = b"PK\x05\x06"
_OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|table|body|\?xml|meta|style|svg)\b", re.IGNORECASE)
_BINARY = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_START = 4096


def open_book(data: bytes, wishes: Wishes) -> Book:
    """Return the book that is in a file. Raises `Unreadable`."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", TOO_LARGE, limit=MOST_BYTES // 2**20)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("empty", EMPTY)
    if data.startswith((_ARCHIVE, _EMPTY_ARCHIVE)):
        return _archived(data)
    if data.startswith(xls.MAGIC):
        return xls.read(data)
    _require_text(data)
    return text.read(data, wishes.encoding, wishes.delimiter)


def _archived(data: bytes) -> Book:
    archive = opened(data)
    readers: tuple[tuple[Callable[..., bool], Callable[[bytes], Book]], ...] = (
        (xlsx.is_xlsx, xlsx.read),
        (ods.is_ods, ods.read),
    )
    for fits, read in readers:
        if fits(archive):
            return read(data)
    raise Unreadable("wrong_type", WRONG_TYPE)


def _require_text(data: bytes) -> None:
    """Raise `Unreadable` for what is no text, or is one for another program."""
    start = data[:_START].decode(guessed(data), "replace")
    is_other = data.startswith(_OTHERS) or _MARKUP.match(start)
    if is_other or len(_BINARY.findall(start)) > len(start) // 50:
        raise Unreadable("wrong_type", WRONG_TYPE)


EMPTY = N_("This file is empty.")
WRONG_TYPE = N_(
    "This is neither a workbook (XLSX, XLS, ODS) nor a text with columns (CSV, TSV). If a program "
    "opens it as a sheet, please save it there as XLSX or CSV."
)
