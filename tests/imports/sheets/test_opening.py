"""Which sort of file it is."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from signon.imports.records import Unreadable, Wishes
from signon.imports.sheets.grid import MOST_BYTES
from signon.imports.sheets.opening import open_book
from tests.support.sheets import zipped


def bomb() -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 200 * 2**20)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \n", "empty"),
        (b"%PDF-1.7 ...", "wrong_type"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "wrong_type"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "wrong_type"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "wrong_type"),
        (bytes(range(1, 30)) * 20, "wrong_type"),
        (zipped({"word/document.xml": "<w/>"}), "wrong_type"),
        (b"PK\x03\x04 and no more", "broken"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
        (bomb(), "too_large"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_word_for_it(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_book(data, Wishes())

    assert refusal.value.code == code
