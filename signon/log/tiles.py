"""A tree kept as tiles of 256 hashes, and their addresses, as C2SP tlog-tiles says. Pure.

A tile of level 0 holds hashes of leaves, one of level 1 the roots of full tiles of level 0, and so
on. A tile only grows, so a part of one is its beginning.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from signon.log import tree

WIDTH = 256
HEIGHT = 8
"""The levels of a tree that are one level of tiles."""

LEVELS = 6
"""So many levels of tiles hold 2 ** 48 leaves; an address that names a higher one is none."""

Tile = tuple[int, int]
"""Level and number."""

Load = Callable[[int, int], bytes]
"""Returns what is kept of a tile by level and number; raises `LookupError` when there is none."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for: `level` is None for entries, `width` how many of a tile."""

    level: int | None
    number: int
    width: int


_PATH = re.compile(
    r"(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/){0,4}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


def asked(path: str) -> Asked | None:
    """Return what stands behind "tile/" in an address, None when it is no such address."""
    found = _PATH.fullmatch(path)
    if not found:
        return None
    number = int(found["number"].replace("x", "").replace("/", ""))
    width = int(found["width"] or WIDTH)
    level = None if found["level"] == "entries" else int(found["level"])
    one = Asked(level, number, width)
    # One tile has one address: no zeros in front, and no part that is the whole.
    is_one = address(one) == path and (level is None or level < LEVELS)
    return one if is_one else None


def address(one: Asked) -> str:
    """Return the address of a tile or a bundle of entries, behind "tile/"."""
    digits = f"{one.number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    threes = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    number = "/".join([*(f"x{three}" for three in threes[:-1]), threes[-1]])
    part = f".p/{one.width}" if one.width < WIDTH else ""
    return f"{'entries' if one.level is None else one.level}/{number}{part}"


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries as tlog-tiles sends them: each behind its length in two octets."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def reader(load: Load) -> tree.Reader:
    """Return what reads a tree out of its tiles; each tile is loaded once."""
    kept = cache(load)

    def read(level: int, index: int) -> bytes:
        row, within = divmod(level, HEIGHT)
        number, at = divmod(index << within, WIDTH)
        return tree.fold(hashes(kept(row, number))[at : at + (1 << within)])

    return read


def hashes(tile: bytes) -> list[bytes]:
    """Return the hashes that a tile holds."""
    return [tile[at : at + tree.SIZE] for at in range(0, len(tile), tree.SIZE)]


def appended(size: int, leaves: Sequence[bytes], load: Load) -> dict[Tile, bytes]:
    """Return the tiles that hashes of leaves change or begin, behind the first `size`.

    Of what is kept only the last tile of each level is loaded.
    """
    changed: dict[Tile, bytes] = {}
    level, new = 0, list(leaves)
    while new:
        number, at = divmod(size, WIDTH)
        kept = load(level, number)[: at * tree.SIZE] if at else b""
        row = hashes(kept) + new
        full = [row[begin : begin + WIDTH] for begin in range(0, len(row), WIDTH)]
        changed |= {(level, number + place): b"".join(tile) for place, tile in enumerate(full)}
        new = [tree.fold(tile) for tile in full if len(tile) == WIDTH]
        size, level = size // WIDTH, level + 1
    return changed
