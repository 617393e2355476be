"""The rendered text of a paper as blocks and runs, for writers that know no HTML. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

_HEADINGS = {f"h{level}": level for level in range(2, 7)}
_PLAIN = {"p", "blockquote", "pre"}
_LISTS = {"ul": "bullet", "ol": "number"}
_BOLD, _ITALIC = {"strong", "th"}, {"em"}


@dataclass(frozen=True)
class Run:
    """Some words in one look."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass
class Block:
    """A heading, a paragraph, an item of a list or a row of a table.

    `sort` is "heading", "text", "quote", "bullet", "number" or "row"; `level` that of a heading
    or the depth of a list; `number` that of an item. The runs of a row stand in `cells`.
    """

    sort: str
    level: int = 0
    number: int = 0
    runs: list[Run] = field(default_factory=list)
    cells: list[list[Run]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return said(self.runs)


def said(runs: Iterable[Run]) -> str:
    """Return the words of runs in one line."""
    return " ".join("".join(run.text for run in runs).split())


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of a rendered text, in their order; empty ones are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [block for block in reader.blocks if block.text or block.cells]


class _Reader(HTMLParser):
    """Reads what our own rendering writes, and nothing else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._lists: list[tuple[str, int]] = []
        self._styles: list[str] = []
        self._skipped = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if self._skipped or said.get("class") in ("anchor", "footnote-back"):
            self._skipped += 1
        elif tag in _LISTS:
            self._lists.append((_LISTS[tag], int(said.get("start") or 1) - 1))
        elif tag == "sup":
            self._add("[")
        elif tag == "br":
            self._add("\n")
        elif tag in _BOLD | _ITALIC:
            self._styles.append(tag)
        self._begin(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "sup":
            self._add("]")
        elif tag == "blockquote":
            self._quoted -= 1
        elif tag in self._styles:
            self._styles.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._skipped and (data.strip() or self._is_within()):
            self._add(data)

    def _begin(self, tag: str) -> None:
        if self._skipped:
            return
        if tag in _HEADINGS:
            self.blocks.append(Block("heading", _HEADINGS[tag]))
        elif tag == "blockquote":
            self._quoted += 1
        elif tag == "li":
            self._begin_item()
        elif tag in _PLAIN and not self._is_new_item():
            self.blocks.append(Block("quote" if self._quoted else "text"))
        elif tag == "tr":
            self.blocks.append(Block("row"))
        elif tag in ("th", "td") and self.blocks:
            self.blocks[-1].cells.append([])

    def _begin_item(self) -> None:
        sort, number = self._lists[-1] if self._lists else ("bullet", 0)
        if self._lists:
            self._lists[-1] = (sort, number + 1)
        self.blocks.append(Block(sort, max(len(self._lists), 1), number + 1))

    def _is_new_item(self) -> bool:
        """Tell whether a paragraph is the first thing in an item, and goes on with it."""
        last = self.blocks[-1] if self.blocks else None
        return last is not None and last.sort in ("bullet", "number") and not last.text

    def _is_within(self) -> bool:
        return bool(self.blocks) and bool(self.blocks[-1].runs)

    def _add(self, text: str) -> None:
        if not self.blocks:
            self.blocks.append(Block("text"))
        last = self.blocks[-1]
        styles = set(self._styles)
        run = Run(text, bool(styles & _BOLD), bool(styles & _ITALIC))
        (last.cells[-1] if last.cells else last.runs).append(run)
