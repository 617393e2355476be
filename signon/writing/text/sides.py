"""A translation beside its original: rows to be written in, and what was written as one text. Pure.

Each row is one field of the form. Its name says which block it is, where it stood and how many line
ends followed it, so that what nobody touched comes out as it was.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from signon.papers.texts import differences
from signon.papers.texts.differences import Difference, TextSource
from signon.papers.texts.parts import ABOVE, Lines, passages_by_part
from signon.papers.texts.pieces import Piece, pieces_of
from signon.papers.texts.translating import OlderSource

_FIELD = re.compile(r"block\.([a-z0-9]{1,16}|-)\.(\d{1,5}|-)\.(\d{1,3})\Z")
_ITEM = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s")
_NOTE = re.compile(r"\s*\[\^")


@dataclass(frozen=True)
class Written:
    """A block as it is written: its key, "" for none; its place in its text, None for a new one."""

    key: str
    order: int | None
    gap: int
    markdown: str

    @property
    def name(self) -> str:
        """Return the name of its field."""
        return f"block.{self.key or '-'}.{'-' if self.order is None else self.order}.{self.gap}"


@dataclass(frozen=True)
class Row:
    """A block of the original beside the one of the translation; either may be missing.

    `difference` is the original, with what changed in it since the other side was made from it.
    """

    written: Written
    difference: Difference | None
    is_behind: bool
    since: int | None
    before_copy: int | None = None
    """The version of the paper that this is a copy of, where it was behind there."""

    @property
    def is_lacking(self) -> bool:
        return self.difference is not None and not self.written.markdown


@dataclass(frozen=True)
class Sides:
    """The lines above both texts by their names, and the rows below them."""

    above: Mapping[str, Row]
    rows: Sequence[Row]

    @property
    def open(self) -> list[Row]:
        """Return the rows in which something is to be done."""
        every = (*self.above.values(), *self.rows)
        return [row for row in every if row.is_behind or row.is_lacking]


def beside(
    original: TextSource,
    older: Mapping[str, OlderSource],
    lines: Lines,
    written: Sequence[Written],
) -> Sides:
    """Return a translation beside its original; `older` are the blocks that are behind, by key."""
    shown = _shown(original, older)
    said = zip(ABOVE, lines, strict=True)
    above = {name: shown(Written(name, None, 2, line)) for name, line in said}
    own = {one.key: one for one in written if one.key}
    after: dict[str, list[Written]] = {}
    last = ""
    for one in sorted(written, key=_place):
        last = one.key or last
        if not one.key or one.key not in original.blocks:
            after.setdefault(last if last in original.blocks else "", []).append(one)
    rows = [shown(one) for one in after.get("", ())]
    for piece, key in zip(pieces_of(original.markdown), original.blocks, strict=False):
        rows.append(shown(own.get(key or "", Written(key or "", None, piece.gap, ""))))
        rows += [shown(one) for one in after.get(key or "-", ())]
    return Sides(above, rows)


def written_of(markdown: str, keys: Sequence[str | None]) -> list[Written]:
    """Return a text block by block, with the keys of its blocks."""
    pieces = pieces_of(markdown)
    known = keys if len(keys) == len(pieces) else [None] * len(pieces)
    return [
        Written(key or "", piece.order, piece.gap, piece.markdown)
        for piece, key in zip(pieces, known, strict=True)
        if piece.markdown
    ]


def typed(fields: Iterable[tuple[str, str]]) -> list[Written]:
    """Return what a form holds, row by row; no key comes twice."""
    found: list[Written] = []
    seen: set[str] = set()
    for name, value in fields:
        parts = _FIELD.match(name)
        if not parts:
            continue
        key = "" if parts[1] in {"-", *seen} else parts[1]
        seen.add(key)
        order = None if parts[2] == "-" else int(parts[2])
        text = "\n".join(value.splitlines()).strip("\n").rstrip()
        found.append(Written(key, order, int(parts[3]) or 1, text))
    return found


def together(written: Sequence[Written]) -> tuple[str, tuple[str | None, ...]]:
    """Return the text that rows are in their order, as Markdown, and the key of each of its blocks.

    Rows that stood in this order keep their places, notes wherever they stood; what is new comes
    behind the row before it. Raises what rendering raises.
    """
    filled = _in_order([one for one in written if one.markdown.strip()])
    markdown, starts = "", []
    for one, following in zip(filled, [*filled[1:], None], strict=False):  # there may be none
        starts.append(markdown.count("\n"))
        markdown += one.markdown + ("" if following is None else _between(one, following))
    return markdown, tuple(_keys(pieces_of(markdown), starts, filled))


def _shown(original: TextSource, older: Mapping[str, OlderSource]) -> Callable[[Written], Row]:
    lines = (original.title, original.addressee, original.summary)
    now = passages_by_part(lines, original.markdown, original.blocks)

    def row(one: Written) -> Row:
        if one.key not in now:
            return Row(one, None, False, None)
        known = older.get(one.key)
        before = known.passages if known else now[one.key]
        found = differences.of_passages(before, now[one.key])
        if known is None:
            return Row(one, found, False, None)
        return Row(one, found, True, known.since, known.before_copy)

    return row


def _place(one: Written) -> int:
    return 0 if one.order is None else one.order


def _in_order(filled: Sequence[Written]) -> Sequence[Written]:
    orders = [
        one.order for one in filled if one.order is not None and not _NOTE.match(one.markdown)
    ]
    if orders != sorted(orders):
        return filled
    places, last = [], (-1, 0)
    for at, one in enumerate(filled):
        last = (last[0], last[1] + 1) if one.order is None else (one.order, 0)
        places.append((*last, at))
    return [filled[at] for *_, at in sorted(places)]


def _between(one: Written, following: Written) -> str:
    """Return the line ends between two rows: those that were there, or an empty line."""
    are_neighbours = one.order is not None and following.order == one.order + 1
    are_items = _ITEM.match(one.markdown) and _ITEM.match(following.markdown)
    return "\n" * (one.gap if are_neighbours else min(one.gap, 2) if are_items else 2)


def _keys(
    pieces: Sequence[Piece], starts: Sequence[int], filled: Sequence[Written]
) -> Iterator[str | None]:
    """Return the key of the row in which each block begins; the first one in it has it."""
    taken: set[int] = set()
    found: dict[int, str | None] = {}
    for line in sorted({piece.block.line for piece in pieces}):
        at = bisect_right(starts, line) - 1
        found[line] = None if at in taken else filled[at].key or None
        taken.add(at)
    return (found[piece.block.line] for piece in pieces)
