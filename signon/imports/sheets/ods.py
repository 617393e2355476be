"""Workbooks as LibreOffice writes them (OpenDocument 1.3, part 3)."""

from collections.abc import Mapping
from zipfile import ZipFile

from signon.imports.records import Unreadable
from signon.imports.sheets.grid import Book, Sheet
from signon.imports.sheets.ods_cells import BookReader
from signon.imports.sheets.streams import ENCRYPTED, opened, through

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"


class _Manifest:
    """Whether any part is locked."""

    def __init__(self) -> None:
        self.is_locked = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.is_locked |= name == "encryption-data"

    def text(self, text: str) -> None:
        """Nothing here is said in text."""

    def end(self, name: str) -> None:
        """Everything stands in attributes."""


def is_ods(archive: ZipFile) -> bool:
    """Tell whether an archive is a document of this sort."""
    return _CONTENT in archive.namelist()


def read(data: bytes) -> Book:
    """Return a workbook, read as a whole. Raises `Unreadable`."""
    archive = opened(data)
    if _MANIFEST in archive.namelist():
        manifest = _Manifest()
        through(archive, _MANIFEST, manifest)
        if manifest.is_locked:
            raise Unreadable("encrypted", ENCRYPTED)
    reader = BookReader()
    through(archive, _CONTENT, reader)
    shown = {sheet.name: sheet.done() for sheet in reader.sheets if not sheet.is_hidden}
    hidden = tuple(sheet.name for sheet in reader.sheets if sheet.is_hidden)

    def sheet(name: str) -> Sheet:
        return shown[name]

    return Book(tuple(shown), sheet, hidden)
