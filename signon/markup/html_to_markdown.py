"""Writes the HTML of a converted document as Markdown that renders to the same words."""

import re

from bs4 import BeautifulSoup
from bs4.element import Tag

from signon.markup.markdown_writer import LABEL, MarkdownWriter, cells_of, rows_of

_NOTE = re.compile(r"#((?:foot|end)note-(?!ref-).+)")
_NOTE_CALL = re.compile(r"(?:foot|end)note-ref-")
_NOTE_BACK = re.compile(r"#(?:foot|end)note-ref-")


def convert(html: str) -> tuple[str, str]:
    """Return the title and the Markdown of `html` as mammoth writes it, already cleaned."""
    soup = BeautifulSoup(html, "html.parser")
    notes = _number_notes(soup)
    for part in (soup, *notes):
        _simplify(part)
    title = _take_title(soup)
    writer = MarkdownWriter()
    text = writer.convert_soup(soup).strip()
    definitions = (_definition(number, writer, note) for number, note in enumerate(notes, 1))
    whole = "\n\n".join(filter(None, [text, *definitions])) + "\n"
    # What is no item of a list in the end, such as a quotation, keeps its number as text.
    return LABEL.sub("", title), LABEL.sub(r"\1 ", whole)


def _number_notes(soup: BeautifulSoup) -> list[Tag]:
    """Mark where notes are called and return them in that order, taken out of the text."""
    bodies = {str(item["id"]): item.extract() for item in soup.select("ol > li[id]")}
    called: dict[str, int] = {}
    for link in soup.find_all("a", id=_NOTE_CALL):
        target, place = _NOTE.match(str(link.get("href"))), link.parent
        if not target or place is None or place.name != "sup":
            continue
        place.clear()
        if target[1] in bodies:
            place.name = "note"
            place["number"] = str(called.setdefault(target[1], len(called) + 1))
    notes = [bodies[name] for name in called]
    for note in notes:
        for back in note.find_all("a", href=_NOTE_BACK):
            back.decompose()
    return notes


def _definition(number: int, writer: MarkdownWriter, note: Tag) -> str:
    note.name = "div"
    text = writer.convert_soup(note).strip()
    return f"[^{number}]: " + re.sub(r"\n(?=[^\n])", "\n    ", text)


def _simplify(part: Tag) -> None:
    """Leave out what Markdown has no place for: links inside the document, last breaks, frames."""
    for link in part.find_all("a"):
        if str(link.get("href") or "#").startswith("#"):
            link.unwrap()
    for line_break in reversed(part.find_all("br")):
        if line_break.next_sibling is None:
            line_break.decompose()
    part.smooth()
    for table in part.find_all("table"):
        rows = rows_of(table)
        if len(rows) < 2 or max(len(cells_of(row)) for row in rows) < 2:
            _unframe(table)


def _unframe(table: Tag) -> None:
    """Keep what stands in a table of one row or one column, which only draws a frame."""
    rows = rows_of(table)
    groups = table.find_all(["thead", "tbody"], recursive=False)
    for part in [*(cell for row in rows for cell in cells_of(row)), *rows, *groups, table]:
        part.unwrap()


def _take_title(soup: BeautifulSoup) -> str:
    """Take the title out, and lower the headings so that they begin with the second level."""
    titles = list(soup.select("h1.title"))
    headings = soup.select("h1:not(.title), h2, h3, h4, h5, h6")
    highest = [heading for heading in headings if heading.name == "h1"]
    if not titles and len(highest) == 1 and soup.find(True) is highest[0]:
        titles = highest
    elif highest:
        for heading in headings:
            heading.name = f"h{min(int(heading.name[1]) + 1, 6)}"
    text = " ".join(" ".join(title.get_text(" ") for title in titles).split())
    for title in titles:
        title.decompose()
    return text
