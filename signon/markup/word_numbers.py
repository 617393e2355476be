"""Counts the items of a word processor's lists as it draws them, and writes that into the text.

A list goes on after a paragraph, starts at five, counts in letters, or is a matter of style alone:
the converter knows nothing of it. ISO/IEC 29500-1, 17.9 says how numbers come about.
"""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from signon.kernel.words import N_
from signon.markup.word_lists import LEVELS, LONGEST, OFF, List, Lists, Style, Styles, paragraphs
from signon.markup.word_xml import a_run, all_of, an_element, child, name

OPEN, CLOSE = "\ue000", "\ue001"
"""What stands around the number of an item, for whoever writes the list; never part of a text."""

_MOST = 4_000
_DEEPEST = 4
"""The depth of the innermost list that the converter knows; what lies deeper stands in it.

A list that begins deep, after other text, begins for the converter at the margin.
"""

_COUNTED, _MARKED = "1", "2"
TWO_LISTS = "".join(
    f'<w:abstractNum w:abstractNumId="{number}">'
    + "".join(
        f'<w:lvl w:ilvl="{at}"><w:numFmt w:val="{form}"/></w:lvl>' for at in range(_DEEPEST + 1)
    )
    + f'</w:abstractNum><w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    for number, form in ((_COUNTED, "decimal"), (_MARKED, "bullet"))
)
"""The lists that are left once all is counted: with numbers, and without."""

OTHER_NUMBERS = N_("Some numbers of lists were written as 1, 2, 3: please compare them.")
_HEADING = re.compile(r"heading ?[1-9]", re.IGNORECASE)
_PLAIN = re.compile(r"\(?(\d+(?:\.\d+)*)[.)]?\)?")


class Numbers:
    """The lists of one document, in the order in which their items come."""

    def __init__(self, numbering: Element | None, styles: Element | None):
        self._styles = Styles(styles)
        self._lists = Lists(numbering, self._styles)
        self._open: list[int] = []

    def write_into(self, root: Element) -> Iterator[str]:
        """Begin each item of a numbered list with its number between `OPEN` and `CLOSE`.

        The number of a heading becomes part of its text. Yields what a person should look at.
        """
        for text in all_of(root, "w:t"):
            text.text = (text.text or "").replace(OPEN, "").replace(CLOSE, "")
        for paragraph in paragraphs(root):
            number, found, depth = self._lists.place_of(paragraph)
            if found is not None and not _joins_the_next(paragraph):
                yield from self._count(paragraph, found, depth)
                continue
            if number:
                _put_in(paragraph, OFF, 0)
            if any(text.text for text in all_of(paragraph, "w:t")):
                self._open = []

    def _count(self, paragraph: Element, found: List, depth: int) -> Iterator[str]:
        """Count a paragraph as the next item of its list, and write that into it."""
        style = next(iter(self._styles.of(paragraph)), Style(""))
        is_heading = any(_HEADING.fullmatch(one) for one in (style.shown, style.key))
        label = _next(found, depth, is_heading)
        self._open = [] if is_heading else [*(one for one in self._open if one < depth), depth]
        _put_in(paragraph, _COUNTED if label else _MARKED, max(0, len(self._open) - 1))
        if not label or "title" in (style.shown.lower(), style.key.lower()):
            return
        if found.level(depth).form not in _FORMS:
            yield OTHER_NUMBERS
        text = f"{_before_heading(label)} " if is_heading else f"{OPEN}{label}{CLOSE}"
        paragraph.insert(1, a_run(text))


def _before_heading(label: str) -> str:
    """Return the number of a heading: "1." and "1.1" whichever signs stand around it."""
    plain = _PLAIN.fullmatch(label)
    if not plain:
        return label
    return plain[1] if "." in plain[1] else f"{plain[1]}."


def _put_in(paragraph: Element, number: str, depth: int) -> None:
    """Say in the paragraph itself, first of all, in which of the `TWO_LISTS` it stands."""
    properties = child(paragraph, "w:pPr")
    if properties is None:
        properties = an_element("pPr")
    else:
        paragraph.remove(properties)
    paragraph.insert(0, properties)
    properties[:] = [one for one in properties if name(one) != "w:numPr"]
    place = an_element("numPr")
    place.append(an_element("ilvl", str(min(depth, _DEEPEST))))
    place.append(an_element("numId", number))
    properties.append(place)


def _joins_the_next(paragraph: Element) -> bool:
    """Tell whether the end of a paragraph was taken away, so that its words begin the next one."""
    return child(paragraph, "w:pPr", "w:rPr", "w:del") is not None


def _next(one: List, depth: int, is_heading: bool) -> str:
    """Count one further and return the number as it is drawn, "" for a bullet."""
    before, restart = one.counts[depth], one.restarts.pop(depth, None)
    one.counts[depth] = one.level(depth).start if before is None else before + 1
    if restart is not None:
        one.counts[depth] = restart
    for below in range(depth + 1, LEVELS):
        above = one.level(below).restart
        if above is None or depth < above:
            one.counts[below] = None
    if one.level(depth).form in ("bullet", "none"):
        return ""
    pattern = one.level(depth).pattern
    return _drawn(one, depth, _usual(depth, is_heading) if pattern is None else pattern)


def _usual(depth: int, is_heading: bool) -> str:
    """Return how a number looks of which nothing is said: 1. in lists, 1.1 before headings."""
    upper = range(1, depth + 2) if is_heading else [depth + 1]
    return ".".join(f"%{at}" for at in upper) + "."


def _drawn(one: List, depth: int, pattern: str) -> str:
    for at in range(depth + 1):
        upper, count = one.level(at), one.counts[at]
        form = "decimal" if one.level(depth).legal else upper.form
        shown = _FORMS.get(form, str)(upper.start if count is None else count)
        pattern = pattern.replace(f"%{at + 1}", shown)
    return pattern.strip()[:LONGEST]


def _letters(count: int) -> str:
    """Return a, b, … z, aa, bb, … as Word counts."""
    if not 1 <= count <= _MOST:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    if not 1 <= count < _MOST:
        return str(count)
    signs = ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"]
    worth = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    found = ""
    for sign, value in zip(signs, worth, strict=True):
        found += sign * (count // value)
        count %= value
    return found


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
}
