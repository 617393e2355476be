"""Which list of a word processor's file a paragraph is an item of, by itself or by its style.

ISO/IEC 29500-1, 17.9 says how a list is defined, 17.7 how styles build on each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from signon.markup.word_xml import all_of, attribute, child, is_on, name

LEVELS = 9
LONGEST = 255
"""Characters of what stands before an item: more than Word lets anybody type there."""

OFF = "0"
"""The number of no list, by which a paragraph or a style switches numbers off."""


@dataclass(frozen=True)
class Level:
    """How the items of a level are numbered: `pattern` None where nothing is said of it.

    `legal` shows the numbers of the levels above as decimals; `restart` is how many levels above
    begin it anew, 0 for none and None for all. `style` is the paragraphs' that always stand on it.
    """

    form: str = "decimal"
    start: int = 1
    pattern: str | None = None
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass
class List:
    """A list with its levels, and how far each has counted: lists of one kind share that."""

    levels: dict[int, Level] = field(default_factory=dict)
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)
    restarts: dict[int, int] = field(default_factory=dict)

    def level(self, depth: int) -> Level:
        return self.levels.get(depth, Level())


@dataclass(frozen=True)
class Style:
    """A style of paragraphs: its name as the program knows it, and the place in a list it gives."""

    key: str
    shown: str = ""
    base: str | None = None
    number: str | None = None
    depth: str | None = None


class Styles:
    """The styles of one document."""

    def __init__(self, styles: Element | None):
        self._known: dict[str, Style] = {}
        self.lists: dict[str, str] = {}
        self._usual: str | None = None
        for one in () if styles is None else all_of(styles, "w:style"):
            style = _style(one)
            if attribute(one, "type") == "numbering":
                self.lists.setdefault(style.key, style.number or OFF)
            elif attribute(one, "type") in ("paragraph", None):
                self._known.setdefault(style.key, style)
                if attribute(one, "default") in ("1", "true", "on"):
                    self._usual = style.key

    def of(self, paragraph: Element) -> list[Style]:
        """Return the style of a paragraph and those it builds on, the nearest first."""
        key = attribute(child(paragraph, "w:pPr", "w:pStyle")) or self._usual
        found: dict[str, Style] = {}
        while key is not None and key not in found:
            found[key] = self._known.get(key, Style(key))
            key = found[key].base
        return list(found.values())


class Lists:
    """The lists of one document by their numbers."""

    def __init__(self, numbering: Element | None, styles: Styles):
        self._styles = styles
        self._known: dict[str, List] = {}
        self._linked: dict[str, str] = {}
        if numbering is None:
            return
        kinds = {attribute(one, "abstractNumId"): one for one in all_of(numbering, "w:abstractNum")}
        plain = {key: List(dict(map(_level, all_of(one, "w:lvl")))) for key, one in kinds.items()}
        uses = {attribute(one, "numId") or "": one for one in all_of(numbering, "w:num")}
        for number, use in uses.items():
            kind = _kind(use, kinds, uses, styles)
            if kind in plain:
                self._known[number] = _used(plain[kind], use)
                for level in self._known[number].levels.values():
                    self._linked.setdefault(level.style or "", number)

    def place_of(self, paragraph: Element) -> tuple[str, List | None, int]:
        """Return number, list and depth of a paragraph: "" if nothing is said of a list.

        What is said nearest counts: by the paragraph, its style, the style that one builds on.
        A style's own depth stands back behind the level that names the style (17.9.23).
        """
        own, chain = child(paragraph, "w:pPr", "w:numPr"), self._styles.of(paragraph)
        said = [attribute(child(own, "w:numId")), *(style.number for style in chain)]
        linked = (self._linked.get(style.key) for style in chain)
        number = next((one for one in (*said, *linked) if one is not None), "")
        found = self._known.get(number)
        depth = attribute(child(own, "w:ilvl"))
        if found is not None and depth is None:
            depth = next(_depths(found, chain), None)
        return number, found, min(whole(depth), LEVELS - 1)


def _depths(found: List, chain: list[Style]) -> Iterator[str]:
    """Yield the depths at which the styles of a paragraph stand in a list, the nearest first."""
    named = {level.style: str(depth) for depth, level in found.levels.items()}
    for style in chain:
        depth = named.get(style.key, style.depth)
        if depth is not None:
            yield depth


def _kind(
    use: Element, kinds: dict[str | None, Element], uses: dict[str, Element], styles: Styles
) -> str | None:
    """Return the kind of a list; one that stands for a style of lists is that style's."""
    seen: list[str | None] = []
    kind = attribute(child(use, "w:abstractNumId"))
    while kind not in seen:
        seen.append(kind)
        link = attribute(child(kinds.get(kind), "w:numStyleLink"))
        other = uses.get(styles.lists.get(link or "", OFF))
        if other is not None:
            kind = attribute(child(other, "w:abstractNumId"))
    return kind


def _used(kind: List, use: Element) -> List:
    """Return a list of a kind, with the levels that it has otherwise and where it begins anew."""
    found = replace(kind, levels=dict(kind.levels), restarts={})
    for override in all_of(use, "w:lvlOverride"):
        depth = whole(attribute(override, "ilvl"))
        other, start = child(override, "w:lvl"), attribute(child(override, "w:startOverride"))
        if other is not None:
            found.levels[depth] = _level(other)[1]
        if start is not None:
            found.restarts[depth] = whole(start)
    return found


def _level(element: Element) -> tuple[int, Level]:
    start, restart = (attribute(child(element, f"w:{one}")) for one in ("start", "lvlRestart"))
    text = child(element, "w:lvlText")
    level = Level(
        form=attribute(child(element, "w:numFmt")) or "decimal",
        start=1 if start is None else whole(start),
        pattern=None if text is None else (attribute(text) or "")[:LONGEST],
        legal=bool(is_on(child(element, "w:isLgl"))),
        restart=None if restart is None else whole(restart),
        style=attribute(child(element, "w:pStyle")),
    )
    return whole(attribute(element, "ilvl")), level


def _style(element: Element) -> Style:
    place = child(element, "w:pPr", "w:numPr")
    return Style(
        key=attribute(element, "styleId") or "",
        shown=attribute(child(element, "w:name")) or "",
        base=attribute(child(element, "w:basedOn")),
        number=attribute(child(place, "w:numId")),
        depth=attribute(child(place, "w:ilvl")),
    )


def whole(written: str | None) -> int:
    """Return what an attribute counts. Raises `ValueError` for what no document counts."""
    number = int(written or 0)
    if not 0 <= number <= 2**31:
        raise ValueError(number)
    return number


def paragraphs(element: Element) -> Iterator[Element]:
    """Yield the paragraphs in an element; of a text that stands there twice, the one for all."""
    twice = name(element) == "mc:AlternateContent" and child(element, "mc:Fallback") is not None
    for inner in element:
        if twice and name(inner) == "mc:Choice":
            continue
        if name(inner) == "w:p":
            yield inner
        yield from paragraphs(inner)
