"""Archives from strangers are opened within limits or refused at once."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.markup.archives import MOST_ENTRIES, ArchiveRefused, XmlLimits, open_archive, read_xml
from tests.markup.docx_files import zipped

LIMITS = XmlLimits(
    bytes=1000, elements=5, attributes=3, letters=10, depth=4, kinds={"rare": 1, "common": 3}
)


def read(**parts: str) -> dict[str, bytes]:
    with open_archive(zipped(parts)) as archive:
        return read_xml(archive, parts, LIMITS)


def test_parts_within_the_limits_are_read() -> None:
    parts = {"a": "<a b='1'>text</a>", "b": "<x:rare xmlns:x='u'/>"}

    assert read(**parts) == {name: xml.encode() for name, xml in parts.items()}


@pytest.mark.parametrize(
    "xml",
    [
        "<a>" + "<b/>" * 5 + "</a>",
        "<a b='' c='' d='' e=''/>",
        "<a>" + "x" * 11 + "</a>",
        "<a><a><a><a><a/></a></a></a></a>",
        "<a><rare/><x:rare xmlns:x='u'/></a>",
        "<a>" + " " * 1000 + "</a>",
        "<a><b></a>",
        "",
        "no xml",
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "<!DOCTYPE a><a/>",
        "<a>&b;</a>",
    ],
)
def test_parts_beyond_a_limit_are_refused(xml: str) -> None:
    with pytest.raises(ArchiveRefused):
        read(part=xml)


def test_limits_hold_for_all_parts_together() -> None:
    with pytest.raises(ArchiveRefused):
        read(a="<a><b/><c/></a>", b="<a><b/><c/></a>")


def test_a_document_type_is_found_in_any_encoding() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16"))

    with open_archive(data.getvalue()) as archive, pytest.raises(ArchiveRefused):
        read_xml(archive, ["a"], LIMITS)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(65 * 2**20))

    assert len(data.getvalue()) < 100_000
    with pytest.raises(ArchiveRefused):
        open_archive(data.getvalue())


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(ArchiveRefused):
        open_archive(zipped({str(number): "" for number in range(MOST_ENTRIES + 1)}))


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(zipped({"a": "<a/>"}))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, directory + 8, 1)

    with pytest.raises(ArchiveRefused):
        open_archive(bytes(data))


def test_a_directory_that_lies_about_the_size_is_refused() -> None:
    data = bytearray(zipped({"a": "<a>" + " " * 500 + "</a>"}))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, directory + 24, 20)

    with open_archive(bytes(data)) as archive, pytest.raises(ArchiveRefused):
        read_xml(archive, ["a"], LIMITS)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damage_anywhere_is_refused_or_harmless(draw: st.DataObject) -> None:
    data = bytearray(zipped({"a": "<a>text</a>", "b": "<b/>"}))
    place = draw.draw(st.integers(0, len(data) - 1))
    data[place] = draw.draw(st.integers(0, 255))

    try:
        with open_archive(bytes(data)) as archive:
            read_xml(archive, archive.namelist(), LIMITS)
    except ArchiveRefused:
        pass
