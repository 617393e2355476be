"""Takes the text out of a word processor's file: headings, lists, tables, links and notes."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import mammoth
import nh3
from mammoth.documents import Checkbox, Text

from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.markup import word_plain, word_xml
from signon.markup.archives import ArchiveRefused, XmlLimits, open_archive, read_xml
from signon.markup.html_to_markdown import convert
from signon.markup.word_faint import Faint
from signon.markup.word_hidden import Hiding
from signon.markup.word_notices import notices
from signon.markup.word_numbers import TWO_LISTS, Numbers

_LIMITS = XmlLimits(
    bytes=16 * 2**20,
    elements=60_000,
    attributes=200_000,
    letters=1_000_000,
    depth=100,
    kinds={
        "bookmarkStart": 10_000,
        "br": 5_000,
        "endnote": 2_000,
        "endnoteReference": 2_000,
        "fldChar": 4_000,
        "footnote": 2_000,
        "footnoteReference": 2_000,
        "hyperlink": 5_000,
        "tbl": 2_000,
        "tc": 10_000,
    },
)
"""Several times a long report. An element takes the conversion some 60 µs and 1 kB; what needs
more than its share of time when it comes in thousands is named."""

_READ = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels"
    r"|word/(?:_rels/)?(?:document|footnotes|endnotes|numbering|styles)\d*\.xml(?:\.rels)?"
)

_STYLES_PART = re.compile(r"word/styles\d*\.xml")
_LISTS_PART = re.compile(r"word/numbering\d*\.xml")
_TEXT_PART = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name^='toc'] => !
p[style-name^='Contents'] => !
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
strike =>
"""

_KEPT_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "blockquote", "strong", "em", "sup", "sub"),
    *("a", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
_KEPT_ATTRIBUTES = {
    "a": {"href", "id"},
    "li": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}

# What a library raises on XML that is well-formed but makes no sense as a document.
_NONSENSE = (ValueError, LookupError, TypeError, AttributeError, OSError, RuntimeError)


class DocumentUnreadable(DomainError):
    """The file is no .docx, is damaged or locked, or is far too large for a paper."""

    status = 422
    message = N_(
        "This file cannot be read. Please save the text as a .docx document, without a password, "
        "and try again."
    )


@dataclass(frozen=True)
class Document:
    """A title, empty if the file marks none, and the text as Markdown with headings from ##.

    `warnings` name what a person should compare with the file, in English.
    """

    title: str
    markdown: str
    warnings: tuple[str, ...] = ()


def docx_to_markdown(data: bytes) -> Document:
    """Return what a .docx file says once all its tracked changes are accepted.

    Notes become `[^1]`, numbered headings keep their numbers, the first row of a table becomes
    its head; pictures, comments and the table of contents stay behind.
    Raises `DocumentUnreadable`.
    """
    try:
        parts = _parts(data)
    except ArchiveRefused as error:
        raise DocumentUnreadable from error
    try:
        shown, warnings = _shown(parts)
        html, more = _html(shown)
        title, markdown = convert(html)
    except _NONSENSE as error:
        raise DocumentUnreadable from error
    return Document(title, markdown, tuple(dict.fromkeys(warnings + more)))


def _parts(data: bytes) -> dict[str, bytes]:
    with open_archive(data) as archive:
        names = [name for name in archive.namelist() if _READ.fullmatch(name)]
        return read_xml(archive, dict.fromkeys(names), _LIMITS)


def _shown(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """Return the parts without what they hide from a reader, and what is to be looked at."""
    warnings: list[str] = []
    styles, lists = _first(parts, _STYLES_PART), _first(parts, _LISTS_PART)
    hiding, faint, numbers = Hiding(styles), Faint(styles), Numbers(lists, styles)
    shown = dict(parts)
    for part in filter(_LISTS_PART.fullmatch, parts):
        shown[part] = word_xml.a_part("numbering", TWO_LISTS)
    for part in filter(_TEXT_PART.fullmatch, parts):
        root = word_xml.parsed(parts[part])
        warnings += notices(root)
        hiding.take_out(root)
        warnings += faint.notices(root)
        warnings += word_plain.open_up(root)
        warnings += numbers.write_into(root)
        shown[part] = word_xml.written(root)
    return shown, warnings


def _first(parts: Mapping[str, bytes], wanted: re.Pattern[str]) -> Element | None:
    found = (xml for part, xml in parts.items() if wanted.fullmatch(part))
    xml = next(found, None)
    return None if xml is None else word_xml.parsed(xml)


def _html(parts: Mapping[str, bytes]) -> tuple[str, list[str]]:
    """Return clean HTML, and what the converter warns of."""
    result = mammoth.convert_to_html(
        _only(parts),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=lambda _image: [],
        transform_document=_transformed,
    )
    html = nh3.clean(
        result.value,
        tags=_KEPT_TAGS,
        attributes=_KEPT_ATTRIBUTES,
        allowed_classes={"h1": {"title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return html, [one.message for one in result.messages]


def _transformed(document: Any) -> Any:
    return mammoth.transforms.element_of_type(Checkbox, _ticked)(document)


def _ticked(box: Checkbox) -> Text:
    return Text("☒" if box.checked else "☐")


def _only(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return an archive of the parts that were looked through, so that nothing else is read."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return file
