"""Counts the items of a word processor's lists as it draws them, and writes that into the text.

A list goes on after a paragraph, starts at five, or counts in letters: the converter knows nothing
of it. ISO/IEC 29500-1, 17.9 says how numbers come about.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from signon.markup.word_xml import a_run, all_of, attribute, child, name

OPEN, CLOSE = "\ue000", "\ue001"
"""What stands around the number of an item, for whoever writes the list; never part of a text."""

_LEVELS = 9
_MOST = 4_000


@dataclass(frozen=True)
class _Level:
    form: str = "decimal"
    start: int = 1
    pattern: str = ""


@dataclass
class _List:
    """A list with its levels, and how far each of them has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbers:
    """The lists of one document, in the order in which their items come."""

    def __init__(self, numbering: Element | None):
        lists: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        if numbering is None:
            return
        for one in all_of(numbering, "w:abstractNum"):
            lists[attribute(one, "abstractNumId") or ""] = _List(dict(map(_level, _levels(one))))
        for one in all_of(numbering, "w:num"):
            number = attribute(one, "numId") or ""
            known = lists.get(attribute(child(one, "w:abstractNumId")) or "")
            if known is not None:
                self._lists[number] = known
            for override in all_of(one, "w:lvlOverride"):
                start = attribute(child(override, "w:startOverride"))
                if start is not None:
                    self._restarts[number, _whole(attribute(override, "ilvl"))] = _whole(start)

    def write_into(self, root: Element) -> None:
        """Begin each item of a numbered list with its number between `OPEN` and `CLOSE`."""
        for text in all_of(root, "w:t"):
            text.text = (text.text or "").replace(OPEN, "").replace(CLOSE, "")
        for paragraph in all_of(root, "w:p"):
            place = child(paragraph, "w:pPr", "w:numPr")
            number = attribute(child(place, "w:numId")) or ""
            if number in self._lists:
                label = self._next(number, _whole(attribute(child(place, "w:ilvl"))))
                if label and not _is_heading(paragraph):
                    at = 1 if name(paragraph[0]) == "w:pPr" else 0
                    paragraph.insert(at, a_run(f"{OPEN}{label}{CLOSE}"))

    def _next(self, number: str, depth: int) -> str:
        """Count one further and return the number as it is drawn, "" for a bullet."""
        depth = min(depth, _LEVELS - 1)
        one = self._lists[number]
        level = one.levels.get(depth, _Level())
        restart = self._restarts.pop((number, depth), None)
        before = one.counts[depth]
        one.counts[depth] = level.start if before is None else before + 1
        if restart is not None:
            one.counts[depth] = restart
        one.counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        if level.form in ("bullet", "none"):
            return ""
        return _drawn(one, depth)


def _drawn(one: _List, depth: int) -> str:
    level = one.levels.get(depth, _Level())
    pattern = level.pattern or f"%{depth + 1}."
    for at in range(depth + 1):
        upper = one.levels.get(at, _Level())
        count = one.counts[at]
        shown = _FORMS.get(upper.form, str)(upper.start if count is None else count)
        pattern = pattern.replace(f"%{at + 1}", shown)
    return pattern.strip()


def _levels(abstract: Element) -> list[Element]:
    return list(all_of(abstract, "w:lvl"))


def _level(element: Element) -> tuple[int, _Level]:
    form = attribute(child(element, "w:numFmt")) or "decimal"
    start = attribute(child(element, "w:start"))
    pattern = attribute(child(element, "w:lvlText")) or ""
    first = 1 if start is None else _whole(start)
    return _whole(attribute(element, "ilvl")), _Level(form, first, pattern)


def _whole(written: str | None) -> int:
    number = int(written or 0)
    if not 0 <= number <= 2**31:
        raise ValueError(number)
    return number


def _is_heading(paragraph: Element) -> bool:
    style = attribute(child(paragraph, "w:pPr", "w:pStyle")) or ""
    return style.lower().startswith(("heading", "title"))


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
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
}
