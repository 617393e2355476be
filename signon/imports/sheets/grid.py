"""What every sort of file becomes: sheets, lines and cells, within limits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from signon.imports.records import LeftOut, Unreadable
from signon.kernel.words import N_

MOST_BYTES = 20 * 2**20
MOST_LINES = 21_000
"""A thousand more than rows may be brought in: titles, sections and totals are not counted."""

MOST_COLUMNS = 500
MOST_CELLS = 1_000_000
MOST_LETTERS = 40_000_000
LONGEST_CELL = 100_000

NO_VALUE = "no value"
STRUCK = "struck"
YES, NO = "TRUE", "FALSE"
"""How a workbook's own yes and no are written down."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: its number there, from 1, and its cells as text.

    `times` holds those that are days or hours, without a zone, and `marks` says `NO_VALUE` of a
    formula that nobody has worked out and `STRUCK` of what is crossed out; both by place.
    """

    record: int
    cells: tuple[str, ...]
    times: Mapping[int, datetime] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)

    @property
    def filled(self) -> list[int]:
        """Return the places at which something stands."""
        return [at for at, cell in enumerate(self.cells) if cell.strip() or at in self.marks]


@dataclass(frozen=True)
class Sheet:
    """One sheet without what is hidden in it; `left_out` says what that was."""

    name: str
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Book:
    """A file: the names of its sheets that are shown, and how one of them is read.

    `hidden` are sheets that nobody is shown; `encoding` and `delimiter` are those of text.
    """

    names: tuple[str, ...]
    sheet: Callable[[str], Sheet]
    hidden: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""


class Meter:
    """Counts what is taken in; each method raises `Unreadable` once it is too much."""

    def __init__(self) -> None:
        self._lines = self._cells = self._letters = 0

    def line(self, times: int = 1) -> None:
        """Count lines in which something stands."""
        self._lines += times
        if self._lines > MOST_LINES:
            raise Unreadable("too_many_rows", TOO_MANY_ROWS, limit=20_000)

    def cell(self, text: str, place: int, times: int = 1) -> None:
        """Count cells with a text in them, the last one at a place from 0."""
        self._cells += times
        self._letters += len(text) * times
        if place >= MOST_COLUMNS:
            raise Unreadable("too_wide", TOO_WIDE, limit=MOST_COLUMNS)
        if len(text) > LONGEST_CELL:
            raise Unreadable("cell_too_long", CELL_TOO_LONG, limit=LONGEST_CELL)
        if self._cells > MOST_CELLS or self._letters > MOST_LETTERS:
            raise Unreadable("too_large", TOO_LARGE, limit=MOST_BYTES // 2**20)


def trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    """Return cells without the empty ones at the end."""
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


TOO_MANY_ROWS = N_("This sheet has more than %(limit)s rows. Please bring it in as several files.")
TOO_WIDE = N_(
    "Something stands beyond column %(limit)s of this sheet. Please delete what does not belong "
    "to the table."
)
CELL_TOO_LONG = N_("A cell of this sheet holds more than %(limit)s characters.")
TOO_LARGE = N_("This file holds too much. At most %(limit)s MB can be read.")
