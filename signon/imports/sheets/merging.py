"""Cells by the names that sheets give them, and cells that were joined."""

import re
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, replace
from typing import Self

from signon.imports.sheets.grid import Line

_NAME = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MOST_SPREAD = 50_000
"""Rows that all values together are spread over; what is joined beyond that stays as it is."""


def place_of(name: str) -> int:
    """Return the place of a cell in its row, from 0, by its name such as "C7"."""
    place = 0
    for sign in name.upper():
        if not "A" <= sign <= "Z":
            break
        place = place * 26 + ord(sign) - 64
    return max(place - 1, 0)


def letters_of(place: int) -> str:
    """Return what a sheet calls a column: "A" for 0, "AA" for 26."""
    letters, left = "", place + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Merged:
    """A value that stands for several rows of one column."""

    place: int
    first: int
    last: int

    @classmethod
    def said(cls, reference: str) -> Self | None:
        """Return what a reference such as "B3:B7" joins; None unless that is one column."""
        ends = [_NAME.fullmatch(end) for end in reference.split(":")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            return None
        place, first, last = place_of(ends[0][1]), int(ends[0][2]), int(ends[1][2])
        is_column = place == place_of(ends[1][1]) and first < last <= first + _MOST_SPREAD
        return cls(place, first, last) if is_column else None

    def spread(self, rows: MutableMapping[int, Line]) -> None:
        """Put the value of the first row into the others, where nothing stands at its place."""
        above = rows.get(self.first)
        if above is None or self.place >= len(above.cells) or not above.cells[self.place]:
            return
        for record in range(self.first + 1, self.last + 1):
            if record in rows:
                rows[record] = _with(rows[record], self.place, above)


def spread(joined: Iterable[Merged], rows: MutableMapping[int, Line]) -> None:
    """Put the values of joined cells into all rows that they stand for."""
    left = _MOST_SPREAD
    for merged in joined:
        left -= merged.last - merged.first
        if left < 0:
            return
        merged.spread(rows)


def _with(line: Line, place: int, above: Line) -> Line:
    cells = [*line.cells, *[""] * (place + 1 - len(line.cells))]
    if cells[place]:
        return line
    cells[place] = above.cells[place]
    times = {**line.times, **{at: when for at, when in above.times.items() if at == place}}
    return replace(line, cells=tuple(cells), times=times)
