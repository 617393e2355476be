"""Elements of a word processor's XML under the names that the standard gives them."""

from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_OFFICE, _STRICT = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
WORD = f"{_OFFICE}/wordprocessingml/2006/main"
_PREFIXES = {
    WORD: "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_OFFICE}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_OFFICE}/drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}/drawingml/wordprocessingDrawing": "wp",
    f"{_OFFICE}/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
}
_OFF = frozenset({"0", "false", "off"})

Change = Callable[[Element], list[Element]]
"""What stands in the place of an element: itself, others, or nothing."""


def parsed(xml: bytes) -> Element:
    """Return the root of a part that `archives.read_xml` has let through."""
    return ElementTree.fromstring(xml)  # noqa: S314  # document types are refused before


def written(root: Element) -> bytes:
    """Return the XML of a part."""
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def name(element: Element) -> str:
    """Return the name of an element with its usual prefix, such as "w:p"."""
    space, _, local = element.tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(space, '')}:{local}"


def child(element: Element | None, *names: str) -> Element | None:
    """Return what is reached from an element by the names of children, None if one is missing."""
    for wanted in names:
        if element is None:
            return None
        element = next((one for one in element if name(one) == wanted), None)
    return element


def attribute(element: Element | None, wanted: str = "val") -> str | None:
    """Return an attribute of an element by its name without prefix, None if it has none."""
    if element is None:
        return None
    found = (value for key, value in element.items() if key.rpartition("}")[2] == wanted)
    return next(found, None)


def is_on(element: Element | None) -> bool | None:
    """Return whether a property is switched on, None where nothing is said of it."""
    if element is None:
        return None
    return attribute(element) not in _OFF


def all_of(root: Element, wanted: str) -> Iterator[Element]:
    """Yield every element of a name below another one, or itself."""
    return (one for one in root.iter() if name(one) == wanted)


def an_element(local: str, value: str | None = None) -> Element:
    """Return a new element of the text, with its value as `w:val`."""
    values = {} if value is None else {f"{{{WORD}}}val": value}
    return Element(f"{{{WORD}}}{local}", values)


def a_run(text: str) -> Element:
    """Return a new run of plain text."""
    run, words = an_element("r"), an_element("t")
    words.text = text
    run.append(words)
    return run


def a_part(local: str, content: str) -> bytes:
    """Return the XML of a part that holds `content`, in which names begin with "w:"."""
    return f'<w:{local} xmlns:w="{WORD}">{content}</w:{local}>'.encode()
