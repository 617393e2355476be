"""The rows of a list as a file to be mended: as they came, with what is wrong in a last column."""

import io
from collections.abc import Callable, Collection, Sequence

from flask_babel import gettext as _

from signon.imports.models import Import, ImportRow
from signon.imports.reading import PROBLEM
from signon.imports.room.wordings import REASONS
from signon.kernel.files.tabular import Column, csv_lines, write_xlsx

FORMATS = ("csv", "xlsx")


def file_of(run: Import, rows: Sequence[ImportRow], kind: str, language: str) -> bytes:
    """Return the rows as CSV or XLSX; nothing in it is a formula."""
    columns = [Column(title, _cell(place)) for place, title in enumerate(run.found["header"])]
    columns.append(Column(PROBLEM, problem_of))
    if kind == "csv":
        return b"".join(csv_lines(columns, rows))
    target = io.BytesIO()
    write_xlsx(target, columns, rows, sheet_title=PROBLEM, language=language)
    return target.getvalue()


def problem_of(row: ImportRow, elsewhere: Collection[int] = ()) -> str:
    """Return in words what is wrong with a row, "" where nothing is.

    What is wrong in a column of `elsewhere` is said there, unless the row is left out for it.
    """
    beside = (reason for place, reason in row.problems if place not in elsewhere)
    codes = dict.fromkeys([row.reason, *beside])
    said = [_(REASONS[code]) for code in codes if code in REASONS]
    return "; ".join([*said, *([_(row.why)] if row.why else [])])


def _cell(place: int) -> Callable[[ImportRow], object]:
    def value(row: ImportRow) -> object:
        return row.cells[place] if place < len(row.cells) else ""

    return value
