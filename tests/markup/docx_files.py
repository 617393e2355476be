"""Builds .docx files by hand, part by part, as word processors write them."""

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

RELATIONSHIPS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
LINKS = (
    f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="web" Type="{OFFICE}/hyperlink" TargetMode="External" '
    'Target="https://example.org/a_(b)"/>'
    f'<Relationship Id="bad" Type="{OFFICE}/hyperlink" TargetMode="External" '
    'Target="javascript:alert(1)"/></Relationships>'
)
STYLE_NAMES = {
    "Title": "Title",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Heading3": "heading 3",
    "TOC1": "toc 1",
    "FootnoteText": "footnote text",
    "ListParagraph": "List Paragraph",
}


def a_docx(body: str, *, notes: str = "", numbering: str = "", **parts: str) -> bytes:
    """Return a .docx with this XML as its body, footnotes and numbering; `parts` replace others."""
    files = {
        "[Content_Types].xml": "<Types xmlns='urn:nothing'/>",
        "_rels/.rels": RELATIONSHIPS,
        "word/_rels/document.xml.rels": LINKS,
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/footnotes.xml": part("footnotes", notes),
        "word/numbering.xml": part("numbering", numbering),
        "word/styles.xml": part("styles", "".join(map(_style, STYLE_NAMES.items()))),
        **parts,
    }
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    """Return a zip archive of these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def part(name: str, content: str) -> str:
    """Return an XML part of the file with the names that Word uses."""
    return f'<w:{name} xmlns:w="{WORD}" xmlns:r="{OFFICE}">{content}</w:{name}>'


def p(content: str = "", style: str = "", properties: str = "") -> str:
    """Return a paragraph; text without markup is put into a run."""
    if style:
        properties = f'<w:pStyle w:val="{style}"/>{properties}'
    content = content if content.startswith("<") else r(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, level: int = 0, number: int = 1) -> str:
    """Return a paragraph that is an item of list `number`."""
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    return p(text, "ListParagraph", f"<w:numPr>{place}</w:numPr>")


def a_list(number: int, formats: list[str]) -> str:
    """Return the definition of list `number`, with the format of each level."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>'
        for level, form in enumerate(formats)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'


def numbered(*lists: list[str]) -> str:
    """Return the numbering part for lists 1, 2, …, given the formats of their levels."""
    numbers = range(1, len(lists) + 1)
    uses = (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in numbers
    )
    return "".join([*map(a_list, numbers, lists), *uses])


def note_call(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def note(number: int, *paragraphs: str) -> str:
    """Return a footnote of the footnotes part."""
    body = "".join(p(text, "FootnoteText") for text in paragraphs)
    return f'<w:footnote w:id="{number}">{body}</w:footnote>'


def table(*rows: list[str]) -> str:
    """Return a table of cells, each of which is a text or XML."""
    lines = ("".join(cell(text) for text in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    if content.startswith("<w:tc>"):
        return content
    content = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _style(named: tuple[str, str]) -> str:
    name, shown = named
    kind = "paragraph"
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{shown}"/></w:style>'
