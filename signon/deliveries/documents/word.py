"""Documents for Word: real styles, columns, languages and directions.

Word takes size, weight and font of right-to-left runs from properties of their own, and the
direction of a paragraph from another one than that of its runs: each is set here.
"""

from collections.abc import Iterable
from typing import IO, Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from flask_babel import gettext as _

from signon.deliveries.documents.blocks import Block, Run, blocks_of
from signon.deliveries.documents.description import Description, Entry, Section
from signon.kernel import clock
from signon.kernel.files.tabular import plain
from signon.kernel.text import bidi
from signon.site.languages import reading

_LATIN, _COMPLEX = "Georgia", "Times New Roman"
_SIZES = {
    "Normal": 10.5,
    "Title": 24,
    "Subtitle": 12,
    "Heading 1": 15,
    "Heading 2": 13,
    "Heading 3": 11,
    "Heading 4": 10.5,
    "List Bullet": 10.5,
    "Quote": 10.5,
}
_INK = RGBColor(0x1C, 0x1B, 0x1A)
_SIGNATORY, _NOTE, _COUNTRY = "Signatory", "Document Note", "Signatory Group"
_LOWEST = 4


def write(file: IO[bytes], document: Description) -> None:
    """Write a document that Word, LibreOffice and others open."""
    with reading(document.language):
        written = _Writer(document).written()
    written.save(file)


class _Writer:
    """One document while it is written."""

    def __init__(self, document: Description):
        self.document = document
        self.docx: Any = Document()
        _prepare(self.docx, document)

    def written(self) -> Any:
        """Return the whole document."""
        self._head()
        for block in blocks_of(self.document.body):
            self._block(block)
        self._say("Heading 1", self.document.signatories)
        if self.document.narrowed:
            self._say(_NOTE, self.document.narrowed)
        for section in self.document.sections:
            self._section(section)
        self._say(_NOTE, f"{self.document.source} {self.document.address}")
        return self.docx

    def _head(self) -> None:
        document = self.document
        self._say(_NOTE, document.day)
        self._text("Title", [Run(document.title)])
        if document.addressee:
            self._text("Subtitle", [Run(document.addressee)])
        self._say(_NOTE, f"{_('Published by')} {document.hosts}")
        self._say(_NOTE, " · ".join(document.counts), bold=True)

    def _block(self, block: Block) -> None:
        if block.sort == "row":
            self._row(block)
            return
        styles = {"bullet": "List Bullet", "quote": "Quote", "heading": _heading(block.level)}
        runs = block.runs
        if block.sort == "number":  # its own number: Word would count on from the list before
            runs = [Run(f"{block.number}. "), *runs]
        self._text(styles.get(block.sort, "Normal"), runs)

    def _row(self, block: Block) -> None:
        last = self.docx.element.body[-2] if len(self.docx.element.body) > 1 else None
        if last is not None and last.tag == qn("w:tbl"):
            table = self.docx.tables[-1]
            cells = table.add_row().cells
        else:
            table = self.docx.add_table(1, len(block.cells), style="Table Grid")
            cells = table.rows[0].cells
        for cell, runs in zip(cells, block.cells, strict=False):
            _direct(cell.paragraphs[0], self.document.text_direction)
            _fill(cell.paragraphs[0], runs, self.document.text_direction)

    def _section(self, section: Section) -> None:
        self._say("Heading 2", section.heading)
        self._columns(2)
        for group in section.groups:
            if group.heading:
                self._say(_COUNTRY, group.heading)
            for entry in group.entries:
                self._entry(entry)
        self._columns(1)
        if section.unnamed:
            self._say(_NOTE, section.unnamed)

    def _columns(self, number: int) -> None:
        """Begin a part in so many columns; what stood before keeps its own."""
        section = self.docx.add_section(WD_SECTION.CONTINUOUS)
        columns = section._sectPr.find(qn("w:cols"))
        columns.set(qn("w:num"), str(number))
        columns.set(qn("w:space"), str(Mm(9).twips))

    def _entry(self, one: Entry) -> None:
        country = one.country if self.document.group != "country" else ""
        beside = "".join(f"{_(', ')}{part}" for part in (one.affiliation, country) if part)
        marks = "".join(f" ({mark})" for mark in one.marks)
        runs = [Run(one.full_name), Run(beside), Run(marks, italic=True)]
        if one.reservation:
            runs.append(Run(f" {_('Reservation:')} “{one.reservation}”"))
        if one.remark:
            runs.append(Run(f" “{one.remark}”"))
        self._add(_SIGNATORY, [run for run in runs if run.text], self.document.direction)

    def _say(self, style: str, words: str, *, bold: bool = False) -> None:
        self._add(style, [Run(words, bold=bold)], self.document.direction)

    def _text(self, style: str, runs: Iterable[Run]) -> None:
        self._add(style, runs, self.document.text_direction, self.document.text_language)

    def _add(self, style: str, runs: Iterable[Run], direction: str, language: str = "") -> None:
        paragraph = self.docx.add_paragraph(style=style)
        _direct(paragraph, direction)
        _fill(paragraph, runs, direction, language)


def _heading(level: int) -> str:
    return f"Heading {min(max(level - 1, 1), _LOWEST)}"


def _direct(paragraph: Any, direction: str) -> None:
    if direction == "rtl":
        _set(paragraph._p.get_or_add_pPr(), "w:bidi")


def _fill(paragraph: Any, runs: Iterable[Run], direction: str, language: str = "") -> None:
    for one in runs:
        run = paragraph.add_run(plain(one.text))
        run.bold, run.italic = one.bold or None, one.italic or None
        properties = run._r.get_or_add_rPr()
        if one.bold:
            _set(properties, "w:bCs")
        if one.italic:
            _set(properties, "w:iCs")
        if _runs_right_to_left(one.text, direction):
            _set(properties, "w:rtl")
        if language:
            _language(properties, language)


def _runs_right_to_left(text: str, direction: str) -> bool:
    """Tell whether the letters of a run go from right to left; signs alone go as the rest does."""
    other = "ltr" if direction == "rtl" else "rtl"
    has_own, has_other = not bidi.may_differ(text, direction), bidi.may_differ(text, other)
    return direction == "rtl" if has_own else (direction == "ltr" or not has_other)


def _set(properties: Any, name: str) -> None:
    """Turn a property on, in the place that the schema gives it."""
    element = OxmlElement(name)
    properties.insert_element_before(element, *_FOLLOWERS[name])


_AFTER_RUN = ("w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath")
_LOOKS = (
    *("w:caps", "w:smallCaps", "w:strike", "w:dstrike", "w:outline", "w:shadow", "w:emboss"),
    *("w:imprint", "w:noProof", "w:snapToGrid", "w:vanish", "w:webHidden", "w:color"),
    *("w:spacing", "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u"),
    *("w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign"),
)
_FOLLOWERS = {
    "w:bCs": ("w:i", "w:iCs", *_LOOKS, *_AFTER_RUN),
    "w:iCs": (*_LOOKS, *_AFTER_RUN),
    "w:rtl": _AFTER_RUN[1:],
    "w:lang": _AFTER_RUN[4:],
    "w:bidi": (
        *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing"),
        *("w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment"),
        *("w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr"),
        "w:pPrChange",
    ),
}
"""What stands behind each property within its parent, as the schema of Office Open XML says."""


def _language(properties: Any, language: str) -> None:
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    element = OxmlElement("w:lang")
    for name in ("w:val", "w:bidi"):
        element.set(qn(name), language)
    properties.insert_element_before(element, *_FOLLOWERS["w:lang"])


# ---- what the whole document has: page, styles, properties ----


def _prepare(docx: Any, document: Description) -> None:
    properties = docx.core_properties
    properties.title, properties.author = plain(document.title), plain(document.hosts)
    properties.language, properties.comments = document.text_language, ""
    properties.created = properties.modified = clock.now().replace(tzinfo=None)
    page = docx.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin, page.bottom_margin = Mm(24), Mm(26)
    for name, size in _SIZES.items():
        _dress(docx.styles[name], size)
    _dress_ours(docx)
    defaults = docx.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _language(defaults, document.language)


def _dress_ours(docx: Any) -> None:
    """Add the styles of the list: a name, the heading of a group, a note."""
    for name, size in ((_SIGNATORY, 9), (_NOTE, 9), (_COUNTRY, 9)):
        style = docx.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = docx.styles["Normal"]
        _dress(style, size)
        style.paragraph_format.space_after = Pt(2)
    hanging = docx.styles[_SIGNATORY].paragraph_format
    hanging.left_indent, hanging.first_line_indent = Pt(9), Pt(-9)
    hanging.keep_together = True
    group = docx.styles[_COUNTRY]
    group.font.bold = True
    group.paragraph_format.space_before, group.paragraph_format.keep_with_next = Pt(8), True


def _dress(style: Any, size: float) -> None:
    """Give a style our font and size, for left-to-right and right-to-left letters alike."""
    style.font.name, style.font.size = _LATIN, Pt(size)
    style.font.color.rgb = _INK
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(name), _LATIN)
    fonts.set(qn("w:cs"), _COMPLEX)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    element = OxmlElement("w:szCs")
    element.set(qn("w:val"), str(int(size * 2)))
    properties.insert_element_before(element, *_LOOKS[_LOOKS.index("w:szCs") + 1 :], *_AFTER_RUN)
