"""Documents as plain text: set in two columns, or the names alone with commas between them."""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from flask_babel import gettext as _

from signon.deliveries.documents.blocks import Block, blocks_of, said
from signon.deliveries.documents.description import Description, Entry, Section
from signon.site.languages import reading

WIDTH = 78
COLUMN = 37


def text(document: Description) -> str:
    """Return the whole document as text of at most `WIDTH` columns."""
    with reading(document.language):
        return "\n".join(_lines(document)).rstrip() + "\n"


def names(document: Description) -> str:
    """Return the names of the list in one sentence, for a letter or a press release."""
    with reading(document.language):
        shown = (entry.full_name for part in document.sections for entry in part.entries())
        return _(", ").join(shown) + "\n"


def _lines(document: Description) -> Iterator[str]:
    title = _wrapped(document.title)
    yield from title
    yield "=" * max(map(_width, title), default=0)
    for line in (document.addressee, f"{_('Published by')} {document.hosts}", document.day):
        yield from _wrapped(line)
    yield from _wrapped(" · ".join(document.counts))
    yield ""
    for block in blocks_of(document.body):
        yield from _block(block)
    for section in document.sections:
        yield from _section(document, section)
    yield from _wrapped(document.source)
    yield document.address


def _block(block: Block) -> Iterator[str]:
    if block.sort == "row":
        yield from _wrapped(" | ".join(said(cell) for cell in block.cells), "  ")
        return
    marks = {"bullet": "- ", "number": f"{block.number}. ", "quote": "> "}
    indent = "  " * max(block.level - 1, 0) if block.sort in ("bullet", "number") else ""
    mark = indent + marks.get(block.sort, "")
    lines = _wrapped(block.text, mark, " " * len(mark))
    yield from lines
    if block.sort == "heading":
        yield "-" * max(map(_width, lines), default=0)
    if block.sort not in ("bullet", "number"):
        yield ""


def _section(document: Description, section: Section) -> Iterator[str]:
    heading = f"{document.signatories}: {section.heading}"
    yield from ("", heading, "=" * _width(heading))
    if document.narrowed:
        yield from _wrapped(document.narrowed)
    for group in section.groups:
        if group.heading:
            yield from ("", group.heading, "-" * _width(group.heading))
        yield from _columns([_entry(document, one) for one in group.entries])
    if section.unnamed:
        yield section.unnamed
    yield ""


def _entry(document: Description, one: Entry) -> str:
    country = one.country if document.group != "country" else ""
    beside = _(", ").join(filter(None, (one.full_name, one.affiliation, country)))
    marks = "".join(f" ({mark})" for mark in one.marks)
    reservation = f" {_('Reservation:')} “{one.reservation}”" if one.reservation else ""
    remark = f" “{one.remark}”" if one.remark else ""
    return " ".join(f"{beside}{marks}{reservation}{remark}".split())


def _columns(entries: Sequence[str]) -> Iterator[str]:
    """Yield entries in two columns, down the first and then down the second."""
    middle = (len(entries) + 1) // 2
    for one, other in zip_longest(entries[:middle], entries[middle:], fillvalue=""):
        for left, right in zip_longest(_narrow(one), _narrow(other), fillvalue=""):
            yield f"{left}{' ' * (WIDTH - COLUMN - _width(left))}{right}".rstrip()


def _narrow(entry: str) -> list[str]:
    return textwrap.wrap(entry, COLUMN, subsequent_indent="  ", break_on_hyphens=False)


def _wrapped(words: str, first: str = "", then: str = "") -> list[str]:
    return textwrap.wrap(
        words, WIDTH, initial_indent=first, subsequent_indent=then or first, break_on_hyphens=False
    )


def _width(words: str) -> int:
    """Return how many columns of a terminal words take: marks none, wide letters two."""
    return sum(0 if unicodedata.combining(sign) else 2 if _is_wide(sign) else 1 for sign in words)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
