"""Opens office files from strangers without unpacking what would fill the memory."""

import io
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

MOST_BYTES = 64 * 2**20
MOST_ENTRIES = 2_000
_ENCRYPTED = 0x1


class ArchiveRefused(ValueError):
    """The file is no archive, is broken or locked, or would be far larger once unpacked."""


@dataclass(frozen=True)
class XmlLimits:
    """How much XML one file may hold; `kinds` limits elements of certain names further."""

    bytes: int
    elements: int
    attributes: int
    letters: int
    depth: int
    kinds: Mapping[str, int] = field(default_factory=dict)


def open_archive(data: bytes) -> ZipFile:
    """Return a zip file whose directory promises no more than the limits; see `read_xml`.

    Raises `ArchiveRefused`.
    """
    try:
        archive = ZipFile(io.BytesIO(data))
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ArchiveRefused("no archive") from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise ArchiveRefused("too large")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ArchiveRefused("encrypted")
    return archive


def read_xml(archive: ZipFile, names: Iterable[str], limits: XmlLimits) -> dict[str, bytes]:
    """Return the named XML parts, each read through once: well-formed, within all `limits`.

    A document type is refused, because entities can be declared nowhere else.
    Raises `ArchiveRefused`.
    """
    entries = [archive.getinfo(name) for name in names]
    if sum(entry.file_size for entry in entries) > limits.bytes:
        raise ArchiveRefused("too large")
    watch = _Watch(limits)
    return {entry.filename: watch.through(_content(archive, entry)) for entry in entries}


def _content(archive: ZipFile, entry: ZipInfo) -> bytes:
    try:
        # Never yields more than the directory promised, and checks the sum at the end.
        return archive.read(entry)
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise ArchiveRefused("broken") from error


class _Watch:
    """Counts what goes by in one file after the other."""

    def __init__(self, limits: XmlLimits):
        self.limits = limits
        self.elements = self.attributes = self.letters = self.depth = 0
        self.kinds: Counter[str] = Counter()

    def through(self, xml: bytes) -> bytes:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise ArchiveRefused("broken") from error
        return xml

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.attributes += len(attributes)
        self.depth += 1
        kind = name.rpartition(":")[2]
        if kind in self.limits.kinds:
            self.kinds[kind] += 1
            self._require(self.kinds[kind] <= self.limits.kinds[kind])
        self._require(self.elements <= self.limits.elements)
        self._require(self.attributes <= self.limits.attributes)
        self._require(self.depth <= self.limits.depth)

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _text(self, text: str) -> None:
        self.letters += len(text)
        self._require(self.letters <= self.limits.letters)

    def _require(self, within: bool) -> None:
        if not within:
            raise ArchiveRefused("too much in it")

    def _refuse(self, *_declaration: object) -> None:
        raise ArchiveRefused("document type")
