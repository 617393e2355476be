"""Names what a word processor's file shows its writers and no paper takes: nothing goes unsaid."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from signon.kernel.words import N_
from signon.markup.word_xml import name

_NOTICES = {
    N_(
        "Tracked changes were accepted, so what was deleted is gone and what was added stays: "
        "please compare the text with the document."
    ): {"w:ins", "w:del", "w:moveFrom", "w:moveTo"},
    N_("Comments were left out."): {"w:commentReference"},
    N_("A picture was left out."): {"w:drawing", "w:pict", "w:object"},
}
_DRAWN_TEXT = "w:txbxContent"
"""A box of text is drawn too, and its words stay."""


def notices(root: Element) -> Iterator[str]:
    """Yield what to look at in a part as it came, before anything was taken out of it."""
    there = {name(element) for element in _pictures_alone(root)}
    return (words for words, names in _NOTICES.items() if names & there)


def _pictures_alone(element: Element) -> Iterator[Element]:
    for inner in element:
        is_drawn = name(inner) in ("w:drawing", "w:pict", "w:object")
        if not is_drawn or all(name(one) != _DRAWN_TEXT for one in inner.iter()):
            yield inner
        yield from _pictures_alone(inner)
