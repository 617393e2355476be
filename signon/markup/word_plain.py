"""Opens what the converter of documents does not know, so that no word is lost on the way."""

import re
from collections.abc import Iterator
from copy import deepcopy
from xml.etree.ElementTree import Element

from signon.kernel.words import N_
from signon.markup.word_formulas import line
from signon.markup.word_xml import a_run, all_of, an_element, attribute, child, is_on, name

_OPENED = frozenset({"w:bdo", "w:dir", "w:fldSimple", "w:ruby", "w:rubyBase", "m:oMathPara"})
"""What stands around text without changing its words."""

_ABOUT = frozenset({"w:rPr", "w:rubyPr", "m:oMathParaPr"})
_GONE = frozenset({"w:del", "w:moveFrom"})
_MARKED = frozenset({"w:rPr", "w:trPr"})
"""Where the same names say that the end of a paragraph or a row was taken away."""

FORMULA = N_("A formula was written in one line: please compare it with the document.")
UNREAD = N_("A formula could not be read: please write it into the text.")
_LINK = re.compile(r'(\s*HYPERLINK\s+(?:\\l\s+)?"[^"]*").*', re.DOTALL)
_DRAWN = re.compile(r"\s*EQ\s", re.IGNORECASE)


def open_up(element: Element) -> Iterator[str]:
    """Let an element hold plain runs of text alone; yield what a person should look at.

    Text in another direction, the words of simple fields and what stands under a reading aid
    stay; the aid follows in brackets, a formula on one line. Tracked changes are accepted.
    """
    if name(element) == "w:ruby":  # the aid stands in the file before what it is for
        element[:] = sorted(element, key=lambda one: name(one) == "w:rt")
    kept: list[Element] = []
    for inner in element:
        if name(inner) in _GONE and name(element) not in _MARKED:
            continue
        if name(inner) == "m:oMath":
            yield FORMULA
            kept += _formula(inner, element)
            continue
        yield from open_up(inner)
        if name(inner) == "w:p" and _is_taken_away(inner):
            continue
        if name(inner) == "w:instrText":
            yield from _read_code(inner)
        kept += _opened(inner)
    element[:] = kept


def _opened(element: Element) -> list[Element]:
    """Return what stands in the place of an element whose own content is opened already."""
    kind = name(element)
    if kind == "w:rt":
        aid = "".join(_texts(element))
        return [a_run(f"({aid})")] if aid else []
    if kind in _OPENED:
        return [one for one in element if name(one) not in _ABOUT]
    if kind == "w:r" and child(element, "w:r") is not None:
        return _parted(element)
    if kind == "w:sdt" and child(element, "w:sdtPr", "w14:checkbox") is not None:
        return _box(element)
    if kind == "w:fldChar":
        return [element, *_chosen(element)]
    return [element]


def _formula(formula: Element, around: Element) -> list[Element]:
    for part in list(formula.iter()):
        part[:] = [one for one in part if name(one) not in _GONE]
    is_further = name(around) == "m:oMathPara" and formula is not child(around, "m:oMath")
    return [a_run(f" {line(formula)}" if is_further else line(formula))]


def _parted(run: Element) -> list[Element]:
    """Return the runs in a run, and one more for each thing that stands beside them."""
    properties, found = child(run, "w:rPr"), []
    for inner in run:
        if name(inner) == "w:r":
            found.append(inner)
        elif inner is not properties:
            beside = an_element("r")
            beside[:] = [inner] if properties is None else [deepcopy(properties), inner]
            found.append(beside)
    return found


def _chosen(begin: Element) -> list[Element]:
    """Return the words that were chosen where a field opens a list of some."""
    options = child(begin, "w:ffData", "w:ddList")
    if options is None:
        return []
    words = [attribute(one) or "" for one in options if name(one) == "w:listEntry"]
    said = [attribute(child(options, one)) for one in ("w:result", "w:default")]
    at = int(next(filter(None, said), "0"))
    return [_word(words[at])] if 0 <= at < len(words) else []


def _word(said: str) -> Element:
    text = an_element("t")
    text.text = said
    return text


def _box(control: Element) -> list[Element]:
    """Return a box to tick with the sign that is drawn, or with one where it has none."""
    if not any(name(one) in ("w:r", "w:p") for one in control.iter()):  # else it may be hidden
        return [a_run("☒" if is_on(next(all_of(control, "w14:checked"), None)) else "☐")]
    return list(child(control, "w:sdtContent") or ())


def _read_code(code: Element) -> Iterator[str]:
    """Keep the address of a link alone; name a formula that is written as a field."""
    code.text = _LINK.sub(r"\1", code.text or "")
    if _DRAWN.match(code.text):
        yield UNREAD


def _is_taken_away(paragraph: Element) -> bool:
    """Tell whether a paragraph was moved or deleted as a whole, with its end."""
    marks = child(paragraph, "w:pPr", "w:rPr")
    taken = any(child(marks, gone) is not None for gone in _GONE)
    return taken and next(_texts(paragraph), None) is None


def _texts(element: Element) -> Iterator[str]:
    return (one.text or "" for one in element.iter() if name(one) in ("w:t", "m:t"))
