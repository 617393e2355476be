"""XML of a workbook as it goes by: never held as a whole, no document type, within limits."""

import zlib
from collections.abc import Callable, Mapping
from typing import Protocol
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from signon.imports.records import Unreadable
from signon.imports.sheets.grid import MOST_BYTES, TOO_LARGE
from signon.kernel.words import N_
from signon.markup.archives import ArchiveRefused, open_archive

DEEPEST = 64
MOST_ELEMENTS = 3_000_000
LONGEST_TAG = 2**20
"""Bytes of one tag that are held before it ends."""

_PORTION = 65_536


class Reader(Protocol):
    """What is told of each element, by its name without a prefix, and of the text in it."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...
    def text(self, text: str) -> None: ...
    def end(self, name: str) -> None: ...


def opened(data: bytes) -> ZipFile:
    """Return an office file as an archive. Raises `Unreadable`."""
    try:
        return open_archive(data)
    except ArchiveRefused as refusal:
        reason = str(refusal)
        if reason == "encrypted":
            raise Unreadable("encrypted", ENCRYPTED) from None
        if reason == "too large":
            raise Unreadable("too_large", TOO_LARGE, limit=MOST_BYTES // 2**20) from None
        raise Unreadable("broken", BROKEN) from None


def through(archive: ZipFile, name: str, reader: Reader) -> None:
    """Tell a reader of every element of one part. Raises `Unreadable`, also what it raises."""
    parser = _parser(reader)
    try:
        with archive.open(name) as part:
            taken = 0
            while portion := part.read(_PORTION):
                parser.Parse(portion)
                taken += len(portion)
                if taken - parser.CurrentByteIndex > LONGEST_TAG:
                    raise Unreadable("too_large", TOO_LARGE, limit=MOST_BYTES // 2**20)
        parser.Parse(b"", True)
    except KeyError:
        raise Unreadable("broken", BROKEN) from None
    except (expat.ExpatError, BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Unreadable("broken", BROKEN) from error
    except RuntimeError as error:  # what zipfile raises for a part that it cannot decrypt
        raise Unreadable("encrypted", ENCRYPTED) from error


def _parser(reader: Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    guard = _Guard(reader)
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = reader.text
    return parser


def _refuse(*_declaration: object) -> None:
    raise Unreadable("broken", BROKEN)


class _Guard:
    """Counts elements, and takes the prefixes off their names and attributes."""

    def __init__(self, reader: Reader):
        self._start: Callable[[str, Mapping[str, str]], None] = reader.start
        self._end: Callable[[str], None] = reader.end
        self._depth = self._elements = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise Unreadable("too_large", TOO_LARGE, limit=MOST_BYTES // 2**20)
        if any("}" in key for key in attributes):
            attributes = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        self._start(name.rpartition("}")[2], attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._end(name.rpartition("}")[2])


BROKEN = N_("This file is broken, or it is no workbook.")
ENCRYPTED = N_("This workbook is locked by a password. Please save it without one.")
