"""What a text says part by part: the lines above it by their names, its blocks by their keys."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from signon.markup.passages import Passage, plain
from signon.papers.texts.blocks import Block, keyed

ABOVE = ("title", "addressee", "summary")
"""They are blocks too; no key of a block is so short or has such letters."""

Lines = tuple[str, ...]
"""What stands above a text, in the order of `ABOVE`."""


def parts_of(lines: Lines, markdown: str, keys: tuple[str | None, ...]) -> dict[str, str]:
    """Return what each part says, in their order; a number counts, how words are set does not."""
    return dict(_parts(lines, markdown, keys))


@lru_cache(maxsize=32)
def _parts(lines: Lines, markdown: str, keys: tuple[str | None, ...]) -> Mapping[str, str]:
    above = {name: line for name, line in zip(ABOVE, lines, strict=True) if line}
    found = {one.key: _said(one.block) for one in keyed(markdown, keys) if one.key}
    return MappingProxyType(above | found)


@lru_cache(maxsize=32)
def passages_by_part(
    lines: Lines, markdown: str, keys: tuple[str | None, ...]
) -> Mapping[str, tuple[Passage, ...]]:
    """Return the passages of each part, to be compared word by word."""
    above = {n: tuple(plain(n, line)) for n, line in zip(ABOVE, lines, strict=True) if line}
    found = {one.key: one.block.passages for one in keyed(markdown, keys) if one.key}
    return MappingProxyType(above | found)


def _said(block: Block) -> str:
    return block.text if block.number is None else f"{block.number}. {block.text}"
