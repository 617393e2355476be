"""Workbooks as Excel, LibreOffice and form tools write them (ECMA-376).

Read here and not by a library, because what is hidden, crossed out or not worked out has to be
said, and because a file from a stranger must not fill the memory.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import ZipFile

from signon.imports.sheets.grid import Book, Sheet
from signon.imports.sheets.streams import opened, through
from signon.imports.sheets.xlsx_cells import SheetReader
from signon.imports.sheets.xlsx_styles import Strings, Style, Styles

_DEFAULT = "xl/workbook.xml"
_OFF = frozenset({"", "0", "false", "off"})


@dataclass(frozen=True)
class _Part:
    name: str
    key: str
    is_hidden: bool


class _Workbook:
    """The list of sheets, and since when days are counted."""

    def __init__(self) -> None:
        self.sheets: list[_Part] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            state = attributes.get("state", "visible")
            part = _Part(attributes.get("name", ""), attributes.get("id", ""), state != "visible")
            self.sheets.append(part)
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "").lower() not in _OFF

    def text(self, text: str) -> None:
        """Nothing here is said in text."""

    def end(self, name: str) -> None:
        """Everything stands in attributes."""


class _Relations:
    """Where the parts stand that others name by a key."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            self.targets[attributes.get("Id", "")] = target
            self.by_kind[attributes.get("Type", "").rpartition("/")[2]] = target

    def text(self, text: str) -> None:
        """Nothing here is said in text."""

    def end(self, name: str) -> None:
        """Everything stands in attributes."""


def is_xlsx(archive: ZipFile) -> bool:
    """Tell whether an archive has a workbook of this sort in it."""
    return _workbook_name(archive) in archive.namelist()


def read(data: bytes) -> Book:
    """Return a workbook; its sheets are read when they are asked for. Raises `Unreadable`."""
    archive = opened(data)
    name, workbook = _workbook_name(archive), _Workbook()
    through(archive, name, workbook)
    relations = _relations(archive, name)
    within = posixpath.dirname(name)
    strings = _strings(archive, _place(within, relations.by_kind.get("sharedStrings", "")))
    styles = _styles(archive, _place(within, relations.by_kind.get("styles", "")))
    kept = {part.name: part for part in workbook.sheets if part.key in relations.targets}

    def sheet(wanted: str) -> Sheet:
        reader = SheetReader(strings, styles, from_1904=workbook.from_1904)
        place = _place(within, relations.targets[kept[wanted].key])
        through(archive, place, reader)
        return Sheet(wanted, tuple(reader.lines()), tuple(reader.left_out()))

    shown = tuple(name for name, part in kept.items() if not part.is_hidden)
    hidden = tuple(name for name, part in kept.items() if part.is_hidden)
    return Book(shown, sheet, hidden)


def _workbook_name(archive: ZipFile) -> str:
    if "_rels/.rels" not in archive.namelist():
        return _DEFAULT
    relations = _Relations()
    through(archive, "_rels/.rels", relations)
    return relations.by_kind.get("officeDocument", _DEFAULT).lstrip("/")


def _relations(archive: ZipFile, name: str) -> _Relations:
    folder, file = posixpath.split(name)
    relations = _Relations()
    through(archive, f"{folder}/_rels/{file}.rels", relations)
    return relations


def _place(within: str, target: str) -> str:
    """Return the name of a part in the archive; "" for none."""
    if not target:
        return ""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(within, target))


def _strings(archive: ZipFile, name: str) -> list[str]:
    strings = Strings()
    if name in archive.namelist():
        through(archive, name, strings)
    return strings.all


def _styles(archive: ZipFile, name: str) -> list[Style]:
    styles = Styles()
    if name in archive.namelist():
        through(archive, name, styles)
    return styles.all()
