"""The rows of one sheet of a workbook, without those that are hidden."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from signon.imports.records import LeftOut
from signon.imports.sheets.grid import NO, NO_VALUE, STRUCK, YES, Line, Meter, trimmed
from signon.imports.sheets.merging import Merged, letters_of, place_of, spread
from signon.imports.sheets.times import number, of_serial, said
from signon.imports.sheets.xlsx_styles import Style, whole

_OFF = frozenset({"", "0", "false", "off"})
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_MERGED = 5_000
_PLAIN = Style()


class _Cell:
    """One cell as it goes by."""

    __slots__ = ("formula", "kind", "place", "style", "value")

    def __init__(self, place: int, kind: str, style: Style):
        self.place, self.kind, self.style = place, kind, style
        self.value: str | None = None
        self.formula = False


class SheetReader:
    """Takes the cells in which something stands, row by row."""

    def __init__(self, strings: Sequence[str], styles: Sequence[Style], *, from_1904: bool):
        self._strings, self._styles, self._from_1904 = strings, styles, from_1904
        self._meter = Meter()
        self._rows: list[Line] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._merged: list[Merged] = []
        self._record = 0
        self._is_hidden = False
        self._cell: _Cell | None = None
        self._cells: dict[int, str] = {}
        self._times: dict[int, datetime] = {}
        self._marks: dict[int, str] = {}
        self._pieces: list[str] | None = None
        self._spoken = False

    # ---- what goes by ----

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif name in ("v", "t"):
            self._pieces = None if self._spoken else []
        elif name == "f" and self._cell:
            self._cell.formula = True
        elif name == "rPh":
            self._spoken = True
        else:
            self._about_sheet(name, attributes)

    def text(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t") and self._pieces is not None:
            if self._cell:
                self._cell.value = (self._cell.value or "") + "".join(self._pieces)
            self._pieces = None
        elif name == "c" and self._cell:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._spoken = False

    def _about_sheet(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "col" and attributes.get("hidden", "").lower() not in _OFF:
            first, last = whole(attributes.get("min")), whole(attributes.get("max"))
            self._hidden_columns.append((first - 1, last - 1))
        elif name == "mergeCell" and len(self._merged) < _MOST_MERGED:
            merged = Merged.said(attributes.get("ref", ""))
            self._merged += [merged] if merged else []

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._record = whole(attributes.get("r")) or self._record + 1
        self._is_hidden = attributes.get("hidden", "").lower() not in _OFF
        self._cells, self._times, self._marks = {}, {}, {}

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        style, known = whole(attributes.get("s")), self._styles
        after = max(self._cells, default=-1) + 1
        place = place_of(attributes["r"]) if "r" in attributes else after
        shown = known[style] if style < len(known) else _PLAIN
        self._cell = _Cell(place, attributes.get("t", "n"), shown)

    def _end_row(self) -> None:
        if not self._cells and not self._marks:
            return
        self._meter.line()
        if self._is_hidden:
            self._hidden_rows.append(self._record)
            return
        last = max([*self._cells, *self._marks])
        cells = tuple(self._cells.get(place, "") for place in range(last + 1))
        self._rows.append(Line(self._record, cells, self._times, self._marks))

    # ---- what a cell holds ----

    def _end_cell(self, cell: _Cell) -> None:
        text = self._text_of(cell)
        if not text and not self._lacks_value(cell):
            return
        self._meter.cell(text, cell.place)
        self._cells[cell.place] = text
        if self._lacks_value(cell):
            self._marks[cell.place] = NO_VALUE
        elif cell.style.is_struck:
            self._marks[cell.place] = STRUCK

    @staticmethod
    def _lacks_value(cell: _Cell) -> bool:
        return cell.kind == "e" or (cell.formula and not cell.value and cell.kind != "str")

    def _text_of(self, cell: _Cell) -> str:
        value = cell.value or ""
        if cell.kind == "s":
            at = whole(value) if value else -1
            value = self._strings[at] if 0 <= at < len(self._strings) else ""
        elif cell.kind == "b":
            return YES if value.strip() in ("1", "true") else NO if value else ""
        elif cell.kind == "e":
            return ""
        elif cell.kind == "d":
            return self._day(value, cell.place)
        elif cell.kind == "n":
            return self._number(value, cell) if value else ""
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)

    def _number(self, value: str, cell: _Cell) -> str:
        try:
            figure = float(value)
            shown = number(figure)
        except (ValueError, OverflowError):
            return value
        when = of_serial(figure, from_1904=self._from_1904) if cell.style.is_time else None
        if when is None:
            return shown
        self._times[cell.place] = when
        return said(when)

    def _day(self, value: str, place: int) -> str:
        try:
            self._times[place] = datetime.fromisoformat(value.rstrip("Z"))
        except ValueError:
            return value
        return said(self._times[place])

    # ---- what was found ----

    def lines(self) -> Iterator[Line]:
        """Yield the rows that are shown, without the cells of hidden columns.

        What stands in cells that were joined downwards counts for each of their rows.
        """
        rows = {line.record: line for line in self._rows}
        spread(self._merged, rows)
        for line in rows.values():
            cells = [self._shown(place, cell) for place, cell in enumerate(line.cells)]
            marks = {at: mark for at, mark in line.marks.items() if not self._is_column_hidden(at)}
            if any(cells) or marks:
                yield Line(line.record, trimmed(cells), line.times, marks)

    def _shown(self, place: int, cell: str) -> str:
        return "" if self._is_column_hidden(place) else cell

    def _is_column_hidden(self, place: int) -> bool:
        return any(first <= place <= last for first, last in self._hidden_columns)

    def left_out(self) -> Iterator[LeftOut]:
        """Yield the hidden columns in which something stands, and the hidden rows."""
        widest = max((len(line.cells) for line in self._rows), default=0)
        for place in range(widest):
            if self._is_column_hidden(place) and (title := self._title(place)):
                yield LeftOut("hidden_column", letters_of(place), title)
        for record in self._hidden_rows:
            yield LeftOut("hidden_row", str(record))

    def _title(self, place: int) -> str:
        """Return what stands first in a column."""
        cells = (row.cells[place] for row in self._rows if place < len(row.cells))
        return next(filter(None, cells), "")
