"""Takes out of a word processor's file what it hides from its readers: that is never published."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from signon.markup.word_xml import all_of, attribute, child, is_on, name

_RUNS = frozenset({"w:r", "m:r"})
_FIELDS = frozenset({"w:rPr", "w:fldChar", "w:instrText"})
"""What stays of a hidden run: a field that never ends would take in all that follows."""

_INVISIBLE = re.compile(r"visibility\s*:\s*hidden|display\s*:\s*none")
_SHOWS = frozenset({"w:t", "w:sym", "w:drawing", "w:pict", "w:object", "m:t", "w:fldChar"}) | {
    "w:footnoteReference",
    "w:endnoteReference",
}


@dataclass(frozen=True)
class Style:
    """What a style says of hiding text, None for nothing, and the style it builds on."""

    hides: bool | None
    base: str | None


class Hiding:
    """Which text of one file is hidden: by itself, or by the styles it has.

    Hiding is a toggle (ISO/IEC 29500-1, 17.7.3): what the text itself says counts; else an odd
    number of styles (of table, paragraph and letters) hides, and an even one does not.
    """

    def __init__(self, styles: Element | None):
        found = [] if styles is None else list(all_of(styles, "w:style"))
        self._styles = {attribute(one, "styleId") or "": _style(one) for one in found}
        self._usual = {
            attribute(one, "type"): attribute(one, "styleId")
            for one in found
            if attribute(one, "default") in ("1", "true", "on")
        }
        defaults = child(styles, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:vanish")
        self._always = bool(is_on(defaults))

    def take_out(self, element: Element, hidden_by: Mapping[str, bool] | None = None) -> None:
        """Take what is hidden out of all that an element holds."""
        hidden_by = {**(hidden_by or {}), **self._said_by(element)}
        kept = []
        for inner in element:
            if _is_invisible(inner):
                continue
            if name(inner) in _RUNS and self._hides_run(inner, hidden_by):
                inner[:] = [one for one in inner if name(one) in _FIELDS]
                for one in all_of(inner, "w:fldChar"):
                    one[:] = []  # what was typed, chosen or ticked in it
            self.take_out(inner, hidden_by)
            if not _is_gone(inner):
                kept.append(inner)
        element[:] = kept

    def _said_by(self, element: Element) -> dict[str, bool]:
        if name(element) == "w:p":
            style = attribute(child(element, "w:pPr", "w:pStyle")) or self._usual.get("paragraph")
            return {"paragraph": self._hides(style)}
        if name(element) == "w:tbl":
            return {"table": self._hides(attribute(child(element, "w:tblPr", "w:tblStyle")))}
        return {}

    def _hides_run(self, run: Element, hidden_by: Mapping[str, bool]) -> bool:
        properties = child(run, "w:rPr")
        if is_on(child(properties, "w:webHidden")) or is_on(child(properties, "w:specVanish")):
            return True
        said = is_on(child(properties, "w:vanish"))
        if said is not None:
            return said
        letters = self._hides(attribute(child(properties, "w:rStyle")))
        return self._always or (sum(hidden_by.values()) + letters) % 2 == 1

    def _hides(self, style: str | None) -> bool:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            found = self._styles[style]
            if found.hides is not None:
                return found.hides
            style = found.base
        return False


def _style(element: Element) -> Style:
    hides = is_on(child(element, "w:rPr", "w:vanish"))
    return Style(hides, attribute(child(element, "w:basedOn")))


def _is_invisible(element: Element) -> bool:
    """Tell whether a row, a picture or a frame is hidden with all that stands in it."""
    if name(element) == "w:tr":
        return bool(is_on(child(element, "w:trPr", "w:hidden")))
    if name(element) in ("w:drawing", "mc:AlternateContent"):
        return any(attribute(one, "hidden") in ("1", "true") for one in all_of(element, "wp:docPr"))
    is_shape = name(element).startswith("v:")
    return is_shape and bool(_INVISIBLE.search(attribute(element, "style") or ""))


def _is_gone(element: Element) -> bool:
    """Tell whether nothing is left of a paragraph whose end is hidden too."""
    is_hidden = name(element) == "w:p" and is_on(child(element, "w:pPr", "w:rPr", "w:vanish"))
    return bool(is_hidden) and not any(name(one) in _SHOWS for one in element.iter())
