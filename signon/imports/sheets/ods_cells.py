"""The sheets of an OpenDocument workbook as their XML goes by."""

from collections.abc import Mapping
from datetime import datetime

from signon.imports.records import LeftOut
from signon.imports.sheets.grid import NO, NO_VALUE, STRUCK, YES, Line, Meter, Sheet, trimmed
from signon.imports.sheets.merging import Merged, letters_of, spread
from signon.imports.sheets.times import number, said
from signon.imports.sheets.xlsx_styles import whole

_HIDDEN = frozenset({"collapse", "filter"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_BESIDE = frozenset({"annotation", "shapes"})
_MOST_SPACES = 100
_FAR = 1_048_576


class _Cell:
    """One cell as it goes by."""

    __slots__ = ("attributes", "paragraphs", "times")

    def __init__(self, attributes: Mapping[str, str]):
        self.attributes = attributes
        self.paragraphs: list[str] = []
        self.times = max(whole(attributes.get("number-columns-repeated")), 1)

    @property
    def lacks_value(self) -> bool:
        kind = self.attributes.get("value-type", "")
        worked_out = kind or any(self.paragraphs)
        return "formula" in self.attributes and (not worked_out or kind == "error")


class SheetReader:
    """The rows of one sheet that are shown, and what was hidden among them."""

    def __init__(self, name: str, is_hidden: bool, meter: Meter):
        self.name, self.is_hidden, self._meter = name, is_hidden, meter
        self._lines: list[Line] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: set[int] = set()
        self._merged: list[Merged] = []
        self._columns, self._record = 0, 1
        self.row: Mapping[str, str] = {}
        self.hidden_groups = 0
        self._begin_cells()

    def _begin_cells(self) -> None:
        self._place = 0
        self._cells: dict[int, str] = {}
        self._when: dict[int, datetime] = {}
        self._marks: dict[int, str] = {}

    def column(self, attributes: Mapping[str, str]) -> None:
        """Take the description of one column, or of several that are alike."""
        times = min(max(whole(attributes.get("number-columns-repeated")), 1), _FAR)
        if attributes.get("visibility") in _HIDDEN:
            self._hidden_columns |= set(range(self._columns, self._columns + min(times, 1024)))
        self._columns += times

    def cell(self, cell: _Cell, *, is_struck: bool) -> None:
        """Take a cell, or several that are alike."""
        text, when = _value_of(cell)
        if text or cell.lacks_value:
            last = self._place + cell.times - 1
            self._meter.cell(text, last, cell.times)
            for place in range(self._place, last + 1):
                self._put(place, text, when)
                if cell.lacks_value or is_struck:
                    self._marks[place] = NO_VALUE if cell.lacks_value else STRUCK
        rows = whole(cell.attributes.get("number-rows-spanned"))
        if rows > 1 and whole(cell.attributes.get("number-columns-spanned")) < 2:
            self._merged.append(Merged(self._place, self._record, self._record + rows - 1))
        self._place += cell.times

    def _put(self, place: int, text: str, when: datetime | None) -> None:
        self._cells[place] = text
        if when:
            self._when[place] = when

    def end_row(self) -> None:
        """Take the row that the last cells were of, as often as it is repeated."""
        times = max(whole(self.row.get("number-rows-repeated")), 1)
        if self._cells:
            self._meter.line(times)
            cells = tuple(self._cells.get(at, "") for at in range(max(self._cells) + 1))
            for record in range(self._record, self._record + times):
                self._take(Line(record, cells, self._when, self._marks))
        self._record += times
        self._begin_cells()

    def _take(self, line: Line) -> None:
        if self.row.get("visibility") in _HIDDEN or self.hidden_groups:
            self._hidden_rows.append(line.record)
        else:
            self._lines.append(line)

    def done(self) -> Sheet:
        """Return the sheet without hidden columns; joined cells count for each of their rows."""
        rows = {line.record: line for line in self._lines}
        spread(self._merged, rows)
        lines = tuple(line for line in map(self._shown, rows.values()) if line.filled)
        return Sheet(self.name, lines, tuple(self._left_out()))

    def _shown(self, line: Line) -> Line:
        hidden = self._hidden_columns
        cells = ("" if at in hidden else cell for at, cell in enumerate(line.cells))
        marks = {at: mark for at, mark in line.marks.items() if at not in hidden}
        return Line(line.record, trimmed(cells), line.times, marks)

    def _left_out(self) -> list[LeftOut]:
        columns = [
            LeftOut("hidden_column", letters_of(at), self._title(at))
            for at in sorted(self._hidden_columns)
            if self._title(at)
        ]
        return columns + [LeftOut("hidden_row", str(record)) for record in self._hidden_rows]

    def _title(self, place: int) -> str:
        cells = (line.cells[place] for line in self._lines if place < len(line.cells))
        return next(filter(None, cells), "")


class BookReader:
    """Takes every sheet, and which styles hide one or cross out what stands in a cell."""

    def __init__(self) -> None:
        self.sheets: list[SheetReader] = []
        self._meter = Meter()
        self._style = ""
        self._hiding: set[str] = set()
        self._struck: set[str] = set()
        self._cell: _Cell | None = None
        self._beside = self._nested = 0
        self._text: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._beside or name in _BESIDE:
            self._beside += 1
        elif self._cell is not None:
            self._within_cell(name, attributes)
        elif name == "table":
            hidden = attributes.get("style-name", "") in self._hiding
            title = attributes.get("name", "")
            self.sheets.append(SheetReader(title, hidden, self._meter))
        elif self.sheets:
            self._within_sheet(name, attributes)
        else:
            self._about_styles(name, attributes)

    def _about_styles(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hiding.add(self._style)
        elif name == "text-properties" and _crosses_out(attributes):
            self._struck.add(self._style)

    def _within_sheet(self, name: str, attributes: Mapping[str, str]) -> None:
        sheet = self.sheets[-1]
        if name == "table-column":
            sheet.column(attributes)
        elif name == "table-row":
            sheet.row = attributes
        elif name in _CELLS:
            self._cell = _Cell(attributes)
        elif name == "table-row-group":
            hides = attributes.get("display") == "false" or sheet.hidden_groups
            sheet.hidden_groups += bool(hides)

    def _within_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "p" and self._text is None:
            self._text = []
        elif self._text is None:
            return
        elif name == "s":
            self._text.append(" " * min(max(whole(attributes.get("c")), 1), _MOST_SPACES))
        elif name == "tab":
            self._text.append("\t")
        elif name == "line-break":
            self._text.append("\n")

    def text(self, text: str) -> None:
        if self._text is not None and not self._beside:
            self._text.append(text)

    def end(self, name: str) -> None:
        if self._beside:
            self._beside -= 1
        elif name == "p" and self._cell is not None and self._text is not None:
            self._cell.paragraphs.append("".join(self._text))
            self._text = None
        elif name in _CELLS and self._cell is not None:
            style = self._cell.attributes.get("style-name", "")
            self.sheets[-1].cell(self._cell, is_struck=style in self._struck)
            self._cell = None
        elif name == "table-row" and self.sheets:
            self.sheets[-1].end_row()
        elif name == "table-row-group" and self.sheets and self.sheets[-1].hidden_groups:
            self.sheets[-1].hidden_groups -= 1


def _value_of(cell: _Cell) -> tuple[str, datetime | None]:
    """Return what stands in a cell as text, and the day and hour if it is one."""
    said_so = cell.attributes
    kind, shown = said_so.get("value-type", ""), "\n".join(cell.paragraphs)
    if kind == "date" and (when := _day(said_so.get("date-value", ""))):
        return said(when), when
    if kind == "boolean":
        return (YES if said_so.get("boolean-value") == "true" else NO), None
    if kind == "float":
        return _number(said_so.get("value", ""), shown), None
    if kind == "string" and not shown:
        return said_so.get("string-value", ""), None
    return ("" if kind == "error" else shown), None


def _crosses_out(attributes: Mapping[str, str]) -> bool:
    return attributes.get("text-line-through-style", "none") != "none"


def _day(value: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(value[:26])
    except ValueError:
        return None
    return found.replace(tzinfo=None)


def _number(value: str, shown: str) -> str:
    try:
        return number(float(value))
    except (ValueError, OverflowError):
        return shown
