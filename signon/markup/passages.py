"""A text as passages of words: what two versions of it are compared by."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from signon.kernel.text.characters import HAN_AND_KANA, SPOKEN
from signon.markup.markdown import tokens_of

# A letter that is a word alone, a word with its apostrophes and hyphens, a sign by itself.
_LETTER = f"(?![{HAN_AND_KANA}])[{SPOKEN}]"
_WORD = re.compile(f"[{HAN_AND_KANA}]|(?:{_LETTER})+(?:['’‑-](?:{_LETTER})+)*|\\S")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a sign or an address, and how it is set. Blanks before it do not make another."""

    text: str
    marks: frozenset[str] = frozenset()
    spaced: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph, item, quotation, row or note. A number of its own does not matter."""

    kind: str
    words: tuple[Word, ...]
    level: int = 1
    number: int | None = field(default=None, compare=False)


def plain(kind: str, text: str) -> list[Passage]:
    """Return the one passage that a line without Markdown is; none for an empty one."""
    words = tuple(_words(text, frozenset(), spaced=True))
    return [Passage(kind, words)] if words else []


def passages(markdown: str) -> list[Passage]:
    """Return the passages of a Markdown text in their order. Raises what rendering raises."""
    return list(_Blocks().read(tokens_of(markdown)))


def passages_of(parts: Iterable[Sequence[Token]]) -> list[tuple[Passage, ...]]:
    """Return the passages of each part of one text, given as its tokens in their order."""
    reader = _Blocks()
    return [tuple(reader.read(part)) for part in parts]


class _Blocks:
    """Walks through the blocks of a text; each method is called for the token it is named after."""

    def __init__(self) -> None:
        self.lists: list[int | None] = []
        self.cells: list[Word] | None = None
        self.heading, self.in_heading = 1, False
        self.quotes = self.note = 0
        self.begins = False

    def read(self, tokens: Sequence[Token]) -> Iterator[Passage]:
        """Yield every passage that has words."""
        for token in tokens:
            found = getattr(self, token.type, _nothing)(token)
            if found is not None and found.words:
                yield found

    def inline(self, token: Token) -> Passage | None:
        words = _Line().read(token.children or ())
        if self.cells is None:
            return self._passage(tuple(words))
        self.cells += [Word("|"), *words] if self.cells else words
        return None

    def fence(self, token: Token) -> Passage:
        return self._passage(tuple(_words(token.content, frozenset({"code"}), spaced=True)))

    code_block = fence

    def heading_open(self, token: Token) -> None:
        # As when it is rendered: no level is left out on the way down.
        self.heading = min(max(2, int(token.tag[1])), self.heading + 1)
        self.in_heading = True

    def heading_close(self, _token: Token) -> None:
        self.in_heading = False

    def bullet_list_open(self, _token: Token) -> None:
        self.lists.append(None)

    def ordered_list_open(self, token: Token) -> None:
        start = token.attrGet("start")
        self.lists.append(0 if start is None else int(start) - 1)

    def bullet_list_close(self, _token: Token) -> None:
        self.lists.pop()

    ordered_list_close = bullet_list_close

    def list_item_open(self, _token: Token) -> None:
        number = self.lists[-1]
        self.lists[-1] = None if number is None else number + 1
        self.begins = True

    def blockquote_open(self, _token: Token) -> None:
        self.quotes += 1

    def blockquote_close(self, _token: Token) -> None:
        self.quotes -= 1

    def tr_open(self, _token: Token) -> None:
        self.cells = []

    def tr_close(self, _token: Token) -> Passage:
        cells, self.cells = self.cells or [], None
        return Passage("row", tuple(cells))

    def footnote_open(self, token: Token) -> None:
        self.note = int(token.meta["id"]) + 1
        self.begins = True

    def footnote_close(self, _token: Token) -> None:
        self.note = 0

    def _passage(self, words: tuple[Word, ...]) -> Passage:
        begins, self.begins = self.begins, False
        if self.in_heading:
            return Passage("heading", words, self.heading)
        if self.lists and begins:
            kind = "item" if self.lists[-1] is None else "numbered"
            return Passage(kind, words, len(self.lists), self.lists[-1])
        if self.lists:
            return Passage("continued", words, len(self.lists))
        if self.note:
            return Passage("note", words, number=self.note if begins else None)
        return Passage("quote" if self.quotes else "paragraph", words)


class _Line:
    """Walks through what stands in one block."""

    def __init__(self) -> None:
        self.marks: set[str] = set()
        self.spaced = True
        self.address = self.shown = ""

    def read(self, parts: Sequence[Token]) -> list[Word]:
        """Return the words."""
        return [word for part in parts for word in getattr(self, part.type, _none)(part)]

    def text(self, part: Token) -> list[Word]:
        return self._said(part.content, frozenset(self.marks))

    def code_inline(self, part: Token) -> list[Word]:
        return self._said(part.content, frozenset({*self.marks, "code"}))

    def softbreak(self, _part: Token) -> list[Word]:
        self.spaced = True
        return []

    hardbreak = softbreak

    def em_open(self, part: Token) -> list[Word]:
        self.marks.add(part.tag)
        return []

    def em_close(self, part: Token) -> list[Word]:
        self.marks.discard(part.tag)
        return []

    strong_open, strong_close = em_open, em_close

    def link_open(self, part: Token) -> list[Word]:
        self.address, self.shown = str(part.attrGet("href") or ""), ""
        return []

    def link_close(self, _part: Token) -> list[Word]:
        # Where a link leads is part of what is signed, so it is read like a word.
        if self.address.startswith("#") or self.address == self.shown:
            return []
        self.spaced = False
        return [Word(f"({self.address})", frozenset({"address"}))]

    def footnote_ref(self, part: Token) -> list[Word]:
        self.spaced = False
        return [Word(f"[{int(part.meta['id']) + 1}]", spaced=False)]

    def _said(self, content: str, marks: frozenset[str]) -> list[Word]:
        self.shown += content
        words = list(_words(content, marks, spaced=self.spaced))
        self.spaced = content[-1:].isspace() or (self.spaced and not words)
        return words


def _words(text: str, marks: frozenset[str], *, spaced: bool) -> Iterator[Word]:
    end = 0
    for found in _WORD.finditer(text):
        blank = spaced if found.start() == 0 else found.start() > end
        end = found.end()
        yield Word(found[0], marks, blank)


def _nothing(_token: Token) -> None:
    return None


def _none(_part: Token) -> list[Word]:
    return []
