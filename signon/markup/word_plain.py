"""Opens what the converter of documents does not know, so that no word is lost on the way."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from signon.markup.word_xml import a_run, child, name

_OPENED = frozenset({"w:bdo", "w:dir", "w:fldSimple", "w:ruby", "w:rubyBase"})
"""What stands around text without changing its words."""

_GONE = frozenset({"w:del", "w:moveFrom"})
_MARKED = frozenset({"w:rPr", "w:trPr"})
"""Where the same names say that the end of a paragraph or a row was taken away."""

_MATHS = frozenset({"m:oMath", "m:oMathPara"})
FORMULA = "A formula was written in one line: please compare it with the document."


def open_up(element: Element) -> Iterator[str]:
    """Let an element hold plain runs of text alone; yield what a person should look at.

    Text in another direction, the words of simple fields and what stands under a reading aid
    stay; the aid follows in brackets, a formula on one line. Tracked changes are accepted.
    """
    kept: list[Element] = []
    for inner in element:
        if name(inner) in _GONE and name(element) not in _MARKED:
            continue
        yield from open_up(inner)
        if name(inner) == "w:p" and _is_taken_away(inner):
            continue
        if name(inner) in _MATHS:
            yield FORMULA
            kept.append(a_run(_line(inner)))
        elif name(inner) == "w:rt":
            kept.append(a_run(f"({''.join(_texts(inner))})"))
        elif name(inner) in _OPENED:
            kept += _in_order(inner)
        elif name(inner) == "w:r" and child(inner, "w:r") is not None:
            kept += [one for one in inner if name(one) == "w:r"]
        else:
            kept.append(inner)
    element[:] = [one for one in kept if name(one) != "w14:checkbox"]


def _in_order(element: Element) -> list[Element]:
    """Return what an element holds; the base of a reading aid stands in the file after it."""
    inner = [one for one in element if name(one) not in ("w:rPr", "w:rubyPr")]
    return inner[1:] + inner[:1] if name(element) == "w:ruby" else inner


def _is_taken_away(paragraph: Element) -> bool:
    """Tell whether a paragraph was moved or deleted as a whole, with its end."""
    marks = child(paragraph, "w:pPr", "w:rPr")
    taken = any(child(marks, gone) is not None for gone in _GONE)
    return taken and next(_texts(paragraph), None) is None


def _texts(element: Element) -> Iterator[str]:
    return (one.text or "" for one in element.iter() if name(one) in ("w:t", "m:t"))


def _line(element: Element) -> str:
    """Return a formula as it is typed on one line: x^2, (a)/(b), sqrt(c)."""
    write = _WRITTEN.get(name(element))
    if write:
        return write(element)
    return "".join(map(_line, element)) if name(element) != "m:t" else element.text or ""


def _part(element: Element, wanted: str) -> str:
    found = child(element, wanted)
    text = "" if found is None else "".join(map(_line, found))
    return text if len(text) < 2 else f"({text})"


_WRITTEN: dict[str, Callable[[Element], str]] = {
    "m:sSup": lambda e: f"{_part(e, 'm:e')}^{_part(e, 'm:sup')}",
    "m:sSub": lambda e: f"{_part(e, 'm:e')}_{_part(e, 'm:sub')}",
    "m:sSubSup": lambda e: f"{_part(e, 'm:e')}_{_part(e, 'm:sub')}^{_part(e, 'm:sup')}",
    "m:f": lambda e: f"{_part(e, 'm:num')}/{_part(e, 'm:den')}",
    "m:rad": lambda e: f"{_part(e, 'm:deg')}√{_part(e, 'm:e')}",
}
