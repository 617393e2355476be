"""The blocks of a text: what can be commented on, endorsed and followed through versions. Pure.

A block is a heading, paragraph, item of an outermost list, quotation, table, piece of code or note.
What says nothing, such as a line across the page, is none.
"""

import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markdown_it.token import Token

from signon.markup.markdown import tokens_of
from signon.markup.passages import Passage, Word, passages_of

KEY_LENGTH = 10
_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
"""Safe in addresses, attributes and sheets, and none that is taken for another."""

_KINDS = {
    "heading_open": "heading",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "footnote_open": "note",
}
_OPEN_UP = {"bullet_list_open", "ordered_list_open", "footnote_block_open"}
"""Not a block but several: what stands in them."""


@dataclass(frozen=True)
class Block:
    """One block. `at` is the place of its opening token; `level` that of a heading, else 0.

    `number` is that of a numbered heading of the second level, which does not belong to `words`.
    `line` is where it begins in the Markdown, from 0.
    """

    kind: str
    level: int
    number: int | None
    words: tuple[str, ...]
    passages: tuple[Passage, ...]
    at: int
    line: int = 0

    @cached_property
    def text(self) -> str:
        """Its words in one normal form, without how they are set and which number a note has."""
        return unicodedata.normalize("NFC", " ".join(self.words))


@dataclass(frozen=True)
class KeyedBlock:
    """A block and its key, which is None where it is not known which block it is."""

    block: Block
    key: str | None


def new_key() -> str:
    """Return a random key: 49 bits as ten letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(KEY_LENGTH))


def split(markdown: str) -> list[Block]:
    """Return the blocks of a Markdown text in their order. Raises what rendering raises."""
    tokens = tokens_of(markdown)
    places = list(_parts(tokens))
    found = passages_of(tokens[first:end] for first, end in places)
    return [
        replace(_block(tokens[first], passages, first), line=_line(tokens[first:end]))
        for (first, end), passages in zip(places, found, strict=True)
        if passages
    ]


def keyed(markdown: str, keys: Sequence[str | None]) -> list[KeyedBlock]:
    """Return the blocks of a text with their stored keys; none is keyed if these do not fit."""
    blocks = split(markdown)
    known = keys if len(keys) == len(blocks) else [None] * len(blocks)
    return [KeyedBlock(block, key) for block, key in zip(blocks, known, strict=True)]


def priorities(blocks: Sequence[Block]) -> list[int | None]:
    """Return the number of the priority that each block heads; of two alike the first counts."""
    seen: set[int] = set()
    found: list[int | None] = []
    for block in blocks:
        counts = bool(block.number) and block.number not in seen
        found.append(block.number if counts else None)
        seen.update({block.number} if block.number else ())
    return found


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the places (first, end) of outermost elements; the items of a list are outermost."""
    first = depth = 0
    for at, token in enumerate(tokens):
        is_opened_up = depth == 0 and token.type in _OPEN_UP
        if depth == 0:
            first = at
        if not is_opened_up:
            depth = max(depth + token.nesting, 0)
        if depth == 0:
            yield first, at + 1


def _line(tokens: Sequence[Token]) -> int:
    """Return the first line of a part; a note is known by what stands in it."""
    return next((token.map[0] for token in tokens if token.map), 0)


def _block(opening: Token, passages: tuple[Passage, ...], at: int) -> Block:
    kind = _KINDS.get(opening.type, "paragraph")
    words = [word for passage in passages for word in passage.words if not _is_note_sign(word)]
    if kind != "heading":
        return Block(kind, 0, None, tuple(word.text for word in words), passages, at)
    level = passages[0].level
    number = _number(words) if level == 2 else None
    own = words if number is None else words[2:]
    return Block(kind, level, number, tuple(word.text for word in own), passages, at)


def _is_note_sign(word: Word) -> bool:
    """Tell whether a word is the sign of a note; in other text each bracket is a word by itself."""
    return len(word.text) > 2 and word.text[0] == "[" and word.text[1:-1].isdecimal()


def _number(words: Sequence[Word]) -> int | None:
    """Return the number of "1. Title", as the contents of a rendered text have it."""
    if len(words) < 3 or not (words[0].text.isdecimal() and len(words[0].text) <= 3):
        return None
    is_label = words[1].text in (".", ")") and not words[1].spaced and words[2].spaced
    return int(words[0].text) if is_label else None
