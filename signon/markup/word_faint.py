"""Names text of a word processor's file that nobody sees: white on white, or of a size of a dot."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from signon.kernel.words import N_
from signon.markup.word_xml import all_of, attribute, child, name

_FAINT = N_(
    "Some text of the document is white or too small to be seen, and was taken over: "
    "please look for words that nobody was meant to read."
)
_TINY = 2
"""Half-points: a letter of one point is a dot."""

_WHITE, _DARK = 240, 186
_WHITE_THEMES = frozenset({"background1", "light1"})
_LIGHT_THEMES = _WHITE_THEMES | {"background2", "light2", "none"}
_LIGHT_MARKERS = frozenset({"white", "yellow", "cyan", "lightGray", "none"})
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_SIZE = re.compile(r"(\d{1,6})(pt)?")
_LEVELS = 50
_PROPERTIES = {"w:p": "w:pPr", "w:tc": "w:tcPr", "w:tbl": "w:tblPr"}


class Faint:
    """Which text of one file cannot be seen, by what is said of it or by the styles it has."""

    def __init__(self, styles: Element | None):
        found = [] if styles is None else list(all_of(styles, "w:style"))
        self._styles = {attribute(one, "styleId"): one for one in found}
        self._usual = next((attribute(one, "styleId") for one in found if _is_usual(one)), None)
        self._defaults = child(styles, "w:docDefaults", "w:rPrDefault")
        self._known: dict[tuple[str | None, str, str], Element | None] = {}

    def notices(self, root: Element) -> list[str]:
        """Return what to look at in a part, once what it hides is out of it."""
        return [_FAINT] if any(self._faint(root, None, False)) else []

    def _faint(self, element: Element, style: str | None, is_dark: bool) -> Iterator[bool]:
        if name(element) == "w:r":
            yield _has_words(element) and self._is_faint(element, style, is_dark)
        if name(element) in _PROPERTIES:
            properties = child(element, _PROPERTIES[name(element)])
            shade = _shade(child(properties, "w:shd"))
            if name(element) == "w:p":
                style = attribute(child(properties, "w:pStyle")) or self._usual
                shade = _first(shade, _shade(self._of_style(style, "w:pPr", "w:shd")))
            is_dark = is_dark if shade is None else shade
        for inner in element:
            yield from self._faint(inner, style, is_dark)

    def _is_faint(self, run: Element, style: str | None, is_dark: bool) -> bool:
        if _is_tiny(self._said(run, style, "w:sz")):
            return True
        marker = attribute(self._said(run, style, "w:highlight"))
        shade = _shade(self._said(run, style, "w:shd"))
        is_dark = is_dark if shade is None else shade
        if marker not in (None, "none"):
            is_dark = marker not in _LIGHT_MARKERS
        return not is_dark and _is_white(self._said(run, style, "w:color"))

    def _said(self, run: Element, style: str | None, wanted: str) -> Element | None:
        properties = child(run, "w:rPr")
        for found in (
            child(properties, wanted),
            self._of_style(attribute(child(properties, "w:rStyle")), "w:rPr", wanted),
            self._of_style(style, "w:rPr", wanted),
        ):
            if found is not None:
                return found
        return child(self._defaults, "w:rPr", wanted)

    def _of_style(self, style: str | None, kind: str, wanted: str) -> Element | None:
        key = (style, kind, wanted)
        if key not in self._known:
            self._known[key] = self._looked_up(*key)
        return self._known[key]

    def _looked_up(self, style: str | None, kind: str, wanted: str) -> Element | None:
        for _ in range(_LEVELS):
            one = self._styles.get(style)
            found = child(one, kind, wanted)
            if one is None or found is not None:
                return found
            style = attribute(child(one, "w:basedOn"))
        return None


def _is_usual(style: Element) -> bool:
    is_default = attribute(style, "default") in ("1", "true", "on")
    return is_default and attribute(style, "type") == "paragraph"


def _first(one: bool | None, other: bool | None) -> bool | None:
    return other if one is None else one


def _has_words(run: Element) -> bool:
    return any((one.text or "").strip() for one in run if name(one) == "w:t")


def _is_tiny(size: Element | None) -> bool:
    found = _SIZE.fullmatch(attribute(size) or "")
    return found is not None and int(found[1]) * (2 if found[2] else 1) <= _TINY


def _is_white(color: Element | None) -> bool:
    is_shaded = attribute(color, "themeShade") is not None
    if attribute(color, "themeColor") in _WHITE_THEMES and not is_shaded:
        return True
    value = attribute(color) or ""
    return bool(_HEX.fullmatch(value)) and min(bytes.fromhex(value)) >= _WHITE


def _shade(shading: Element | None) -> bool | None:
    """Tell whether white can be read upon a shading, None where there is none."""
    is_solid = attribute(shading) == "solid"
    value = attribute(shading, "color" if is_solid else "fill") or ""
    if _HEX.fullmatch(value):
        red, green, blue = bytes.fromhex(value)
        return 0.299 * red + 0.587 * green + 0.114 * blue < _DARK
    theme = attribute(shading, "themeColor" if is_solid else "themeFill")
    return None if theme is None else theme not in _LIGHT_THEMES
