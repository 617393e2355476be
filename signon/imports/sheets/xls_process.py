"""`python -m signon.imports.sheets.xls_process`: a workbook comes in, its sheets leave as JSON.

It may use little memory and time, and says in one word on standard error why it refuses.
"""

import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

import xlrd

from signon.imports.sheets.grid import MOST_CELLS, MOST_LINES, NO, NO_VALUE, STRUCK, YES
from signon.imports.sheets.merging import letters_of
from signon.imports.sheets.times import number, of_serial, said

MOST_MEMORY = 512 * 2**20
MOST_SECONDS = 20
_MOST_JOINED = 1_000


def main() -> int:
    """Read one workbook; return the exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        book = xlrd.open_workbook(
            file_contents=sys.stdin.buffer.read(), formatting_info=True, logfile=sys.stderr
        )
        found = [_sheet(book, sheet) for sheet in book.sheets()]
    except MemoryError:
        return _refuse("too_large")
    except xlrd.XLRDError as error:
        return _refuse("encrypted" if "encrypt" in str(error).lower() else "broken")
    except Exception:  # whatever else a broken file brings about
        return _refuse("broken")
    json.dump(found, sys.stdout)
    return 0


def _refuse(reason: str) -> int:
    print(f"\n{reason}", file=sys.stderr)  # noqa: T201 - read by whoever started this
    return 1


def _sheet(book: Any, sheet: Any) -> dict[str, Any]:
    if sheet.nrows > 4 * MOST_LINES or sheet.nrows * sheet.ncols > 4 * MOST_CELLS:
        raise MemoryError
    hidden = {at for at, info in sheet.colinfo_map.items() if info.hidden}
    titles = {at: _title(sheet, at) for at in sorted(hidden) if at < sheet.ncols}
    left_out = [
        {"what": "hidden_column", "where": letters_of(at), "text": title}
        for at, title in titles.items()
        if title
    ]
    rows = []
    for at in range(sheet.nrows):
        cells = [_cell(book, sheet, at, place) for place in range(sheet.row_len(at))]
        cells = [("", "", "") if place in hidden else cell for place, cell in enumerate(cells)]
        if not any(text or mark for text, _, mark in cells):
            continue
        if at in sheet.rowinfo_map and sheet.rowinfo_map[at].hidden:
            left_out.append({"what": "hidden_row", "where": str(at + 1)})
        else:
            rows.append(_row(at + 1, cells))
    rows = list(_with_joined(sheet, rows))
    return {
        "name": sheet.name,
        "hidden": bool(sheet.visibility),
        "rows": rows,
        "left_out": left_out,
    }


def _row(record: int, cells: list[tuple[str, str, str]]) -> list[Any]:
    times = {at: when for at, (_, when, _) in enumerate(cells) if when}
    marks = {at: mark for at, (_, _, mark) in enumerate(cells) if mark}
    return [record, [text for text, _, _ in cells], times, marks]


def _cell(book: Any, sheet: Any, at: int, place: int) -> tuple[str, str, str]:
    """Return the text of a cell, the day and hour if it is one, and what else is to be said."""
    cell = sheet.cell(at, place)
    mark = STRUCK if cell.value != "" and _is_struck(book, cell) else ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return "", "", NO_VALUE
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return (YES if cell.value else NO), "", mark
    if cell.ctype == xlrd.XL_CELL_DATE:
        when = of_serial(cell.value, from_1904=bool(book.datemode))
        if when:
            return said(when), when.isoformat(), mark
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return number(cell.value), "", mark
    return str(cell.value), "", mark


def _is_struck(book: Any, cell: Any) -> bool:
    if cell.xf_index is None:
        return False
    return bool(book.font_list[book.xf_list[cell.xf_index].font_index].struck_out)


def _title(sheet: Any, place: int) -> str:
    return next((str(value) for value in sheet.col_values(place) if value != ""), "")


def _with_joined(sheet: Any, rows: list[Any]) -> Iterator[Any]:
    """Yield the rows; what stands in cells that were joined downwards counts for each of them."""
    by_record = {row[0]: row for row in rows}
    for first, end, place, after in sheet.merged_cells[:_MOST_JOINED]:
        above = by_record.get(first + 1)
        if after - place != 1 or above is None or place >= len(above[1]):
            continue
        for record in range(first + 2, end + 1):
            cells = by_record[record][1] if record in by_record else []
            if place < len(cells) and not cells[place]:
                cells[place] = above[1][place]
    yield from rows


if __name__ == "__main__":
    sys.exit(main())
