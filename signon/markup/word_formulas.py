"""Writes a word processor's formulas as they are typed on one line: x^2, (a)/(b), ∑_(i=1)^n i.

What each element holds stands in ISO/IEC 29500-1, 22.1.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from signon.markup.word_xml import attribute, child, name

_WORDS = frozenset({"m:t", "w:t"})
_LINE_ENDS = frozenset({"w:br", "w:cr"})


def line(element: Element) -> str:
    """Return the words of a formula, or of a part of it."""
    write = _WRITTEN.get(name(element))
    if write:
        return write(element)
    if name(element) in _LINE_ENDS:
        return " "
    return (element.text or "") if name(element) in _WORDS else "".join(map(line, element))


def _text(element: Element, wanted: str) -> str:
    found = child(element, wanted)
    return "" if found is None else "".join(map(line, found))


def _part(element: Element, wanted: str) -> str:
    text = _text(element, wanted)
    return text if len(text) < 2 else f"({text})"


def _beside(element: Element) -> str:
    """Return what stands below and above a sign."""
    below, above = _part(element, "m:sub"), _part(element, "m:sup")
    return (below and f"_{below}") + (above and f"^{above}")


def _sign(element: Element, properties: str, wanted: str, usual: str) -> str:
    found = child(element, properties, wanted)
    return usual if found is None else attribute(found) or ""


def _each(element: Element, wanted: str, between: str) -> str:
    return between.join("".join(map(line, one)) for one in element if name(one) == wanted)


def _brackets(element: Element) -> str:
    signs = (("m:begChr", "("), ("m:sepChr", "|"), ("m:endChr", ")"))
    opening, between, closing = (_sign(element, "m:dPr", *one) for one in signs)
    return opening + _each(element, "m:e", between) + closing


def _sum(element: Element) -> str:
    sign = _sign(element, "m:naryPr", "m:chr", "∫")
    return f"{sign}{_beside(element)} {_text(element, 'm:e')}"


def _matrix(element: Element) -> str:
    rows = (_each(row, "m:e", ", ") for row in element if name(row) == "m:mr")
    return f"[{'; '.join(rows)}]"


def _limit(sign: str) -> Callable[[Element], str]:
    return lambda element: f"{_text(element, 'm:e')}{sign}{_part(element, 'm:lim')}"


_WRITTEN: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(("m:sSup", "m:sSub", "m:sSubSup"), lambda e: _part(e, "m:e") + _beside(e)),
    "m:sPre": lambda e: f"{_beside(e)} {_part(e, 'm:e')}",
    "m:f": lambda e: f"{_part(e, 'm:num')}/{_part(e, 'm:den')}",
    "m:rad": lambda e: f"{_part(e, 'm:deg')}√{_part(e, 'm:e')}",
    "m:func": lambda e: f"{_text(e, 'm:fName')} {_part(e, 'm:e')}",
    "m:limLow": _limit("_"),
    "m:limUpp": _limit("^"),
    "m:d": _brackets,
    "m:nary": _sum,
    "m:m": _matrix,
    "m:eqArr": lambda e: _each(e, "m:e", "; "),
}
