"""Turns tags into Markdown, with tables, notes and signs as our own rendering reads them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeGuard
from urllib.parse import quote

from bs4.element import NavigableString, PageElement, Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

from signon.markup.word_numbers import CLOSE, OPEN

_MOST_COLUMNS, _MOST_ROWS = 50, 5_000
_EMPHASIS = ["em", "strong"]
_INLINE = frozenset({"em", "strong", "a", "sup", "sub"})

_SIGNS = re.compile(
    r"[\\*`]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word it means nothing
    r"|&(?=#?\w{1,32};)|<(?=[A-Za-z])|\[(?=\^)|\](?=[(\[:])"
)
_LINE = r"(\A|(?<!\\)(?:\\\\)*\\\n)"
_BLOCK_SIGN = re.compile(
    _LINE + r"(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|>|~~~|[-=:|][-=:| ]*$)", re.MULTILINE
)
_LIST_NUMBER = re.compile(_LINE + r"(\d{1,9})(?=[.)](?:\s|$))", re.MULTILINE)
_BRACKET = re.compile(r"(?<!\\)(?:\[(?!\^\d+\])|(?<!\d)\])")
_SCHEME = re.compile(r"https?://")
_ESCAPED = r"\\\g<0>"
LABEL = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}\\s*")
_PLAIN_NUMBER = re.compile(r"\(?(\d{1,9})[.)]?\)?")
_DIGITS = re.compile(r"[0-9+()=-]+")
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_BOLD = re.compile(r"\*\*(?P<text>[^*]+)\*\*")
Parents = set[str]


class MarkdownWriter(MarkdownConverter):
    """Writes the tags of one document; `<note number="1">` is the place that calls a note."""

    def __init__(self) -> None:
        super().__init__(heading_style=ATX, bullets="-", newline_style=BACKSLASH)
        self.items: Counter[int] = Counter()
        self.restarts: Counter[int] = Counter()
        self.cells: dict[int, str] = {}

    # -- words --

    def escape(self, text: str, _parents: Parents) -> str:
        return _SIGNS.sub(_ESCAPED, text)

    def process_text(self, el: NavigableString, parent_tags: Parents | None = None) -> str:
        text: str = super().process_text(el, parent_tags)  # type: ignore[misc]
        return text.replace("\n", " ")

    def convert_strong(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return _emphasised(el, text, "**")

    def convert_em(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return _emphasised(el, text, "*")

    def convert_sup(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return text.translate(_RAISED) if _DIGITS.fullmatch(text) else text

    def convert_sub(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return text.translate(_LOWERED) if _DIGITS.fullmatch(text) else text

    def convert_note(self, el: Tag, _text: str, parent_tags: Parents) -> str:
        return f"[^{el['number']}]"

    def convert_a(self, el: Tag, text: str, parent_tags: Parents) -> str:
        bare = text.strip()
        if not bare:
            return text
        address = re.sub(r"[\s()<>\\]", lambda sign: quote(sign[0]), str(el["href"]))
        if el.get_text().strip() == address and _SCHEME.match(address):
            return text.replace(bare, f"<{address}>")
        return text.replace(bare, f"[{_BRACKET.sub(_ESCAPED, bare)}]({address})")

    # -- blocks --

    def convert_p(self, el: Tag, text: str, parent_tags: Parents) -> str:
        text = text.strip()
        if not text or "_inline" in parent_tags:
            return f" {text} "
        return f"\n\n{_guarded(text)}\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Parents) -> str:  # noqa: N802
        text = " ".join(_BOLD.sub(r"\g<text>", text).split())
        if not text or "_inline" in parent_tags:
            return text
        closing = re.sub(r"(#+)$", r"\\\1", text)
        return f"\n\n{'#' * n} {closing}\n\n"

    def convert_li(self, el: Tag, text: str, parent_tags: Parents) -> str:
        text = text.strip()
        if not text or "_inline" in parent_tags:
            said = LABEL.sub(r"\1 ", text)
            return f" {said};" if text else ""
        if getattr(el.contents[0], "name", None) not in {"ul", "ol"}:
            text = _guarded(text)
        label, text = self._numbered(el, text)
        bullet = f"{label} "
        indent = "\n" + " " * len(bullet)
        return bullet + re.sub(r"\n(?=[^\n])", indent, text) + "\n"

    def _numbered(self, el: Tag, text: str) -> tuple[str, str]:
        """Return what opens an item: its own number, and its letter as text behind a bullet.

        Where a list begins anew, the other sign behind the number makes it another list.
        """
        said = LABEL.search(text)
        text = LABEL.sub("", text)
        if el.parent is None or el.parent.name != "ol":
            return "-", text
        if said and not _PLAIN_NUMBER.fullmatch(said[1]):
            return "-", f"{_guarded(said[1])} {text}"
        last = self.items[id(el.parent)]
        number = int(_PLAIN_NUMBER.fullmatch(said[1])[1]) if said else last + 1  # type: ignore[index]  # looked at above
        if last and number != last + 1:
            self.restarts[id(el.parent)] += 1
        self.items[id(el.parent)] = number
        return f"{number}{'.)'[self.restarts[id(el.parent)] % 2]}", text

    def convert_list(self, el: Tag, text: str, parent_tags: Parents) -> str:
        if "_inline" in parent_tags:
            return " " + text.strip().rstrip(";")
        return f"\n{text.rstrip()}\n" if "li" in parent_tags else f"\n\n{text.rstrip()}\n\n"

    convert_ul = convert_list
    convert_ol = convert_list

    # -- tables --

    def convert_td(self, el: Tag, text: str, parent_tags: Parents) -> str:
        self.cells[id(el)] = text
        return ""

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: Parents) -> str:
        return ""

    def convert_table(self, el: Tag, _text: str, parent_tags: Parents) -> str:
        rows = list(_grid(el, self.cells))
        width = max(map(len, rows), default=0)
        texts = [cell.strip() for row in rows for cell in row if cell.strip()]
        if "_inline" in parent_tags:
            return " " + " ".join(texts)
        head, *body = ([*row, *[""] * (width - len(row))] for row in rows)
        lines = [[_BOLD.sub(r"\g<text>", cell) for cell in head], ["---"] * width, *body]
        return "\n\n" + "\n".join(map(_table_line, lines)) + "\n\n"


def rows_of(table: Tag) -> list[Tag]:
    """Return the rows of a table, but not those of tables inside it."""
    return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def cells_of(row: Tag) -> list[Tag]:
    """Return the cells of a row."""
    return list(row.find_all(["td", "th"], recursive=False))


def _grid(table: Tag, texts: Mapping[int, str]) -> Iterator[list[str]]:
    """Yield the texts of each row, with empty places where a cell reaches over several."""
    below: Counter[int] = Counter()
    for row in rows_of(table):
        line: list[str] = []
        waiting = [(cell, text) for cell in cells_of(row) for text in _spread(cell, texts)]
        while waiting or below[len(line)] > 0:
            if below[len(line)] > 0:
                below[len(line)] -= 1
                line.append("")
                continue
            cell, text = waiting.pop(0)
            below[len(line)] = _span(cell, "rowspan") - 1
            line.append(text)
        yield line


def _spread(cell: Tag, texts: Mapping[int, str]) -> list[str]:
    return [texts.get(id(cell), ""), *[""] * (_span(cell, "colspan") - 1)]


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    most = _MOST_COLUMNS if name == "colspan" else _MOST_ROWS
    return min(int(value), most) if value.isdecimal() and len(value) < 6 else 1


def _table_line(cells: list[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def _guarded(text: str) -> str:
    """Return `text` so that none of its lines starts a heading, list, table or rule."""
    return _LIST_NUMBER.sub(r"\1\2\\", _BLOCK_SIGN.sub(r"\1\\", text))


def _emphasised(el: Tag, text: str, sign: str) -> str:
    """Return `text` between `sign`s, or bare where Markdown would not see them as such."""
    bare = text.strip()
    before = _beside(el, -1) if text[:1] == bare[:1] else " "
    after = _beside(el, 0) if text[-1:] == bare[-1:] else " "
    hidden_start = _is_letter(before) and _is_sign(bare[:1])
    hidden_end = _is_letter(after) and _is_sign(bare[-1:])
    touching = before != " " and _is_emphasis(_sibling(el, -1))
    nested = _is_partly_emphasised(el) or _is_partly_emphasised(el.parent)
    glued = nested and not (before + after).isspace()
    if not bare or hidden_start or hidden_end or touching or glued:
        return text
    return text.replace(bare, f"{sign}{bare}{sign}")


def _is_partly_emphasised(el: Tag | None) -> bool:
    return _is_emphasis(el) and len(el.contents) > 1 and el.find(_EMPHASIS) is not None


def _is_emphasis(node: PageElement | None) -> TypeGuard[Tag]:
    return isinstance(node, Tag) and node.name in _EMPHASIS


def _sibling(el: Tag, at: int) -> PageElement | None:
    """Return what follows an element on its line (`at` 0) or comes before it (-1)."""
    node: Tag | None = el
    while node is not None and (node is el or node.name in _INLINE):
        sibling = node.previous_sibling if at else node.next_sibling
        if sibling is not None:
            return sibling
        node = node.parent
    return None


def _beside(el: Tag, at: int) -> str:
    sibling = _sibling(el, at)
    return (sibling.get_text() or " ")[at] if sibling else " "


def _is_sign(character: str) -> bool:
    return character != "" and unicodedata.category(character)[0] in "PS"


def _is_letter(character: str) -> bool:
    return not character.isspace() and not _is_sign(character)
