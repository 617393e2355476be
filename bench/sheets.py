"""How fast a sheet of sign-ons is read and judged, before anything of it is written."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from functools import partial

from xlsxwriter import Workbook

from bench.figures import Comparison, Sample, compare
from bench.run import Run
from bench.table import Aim, Line, time_line
from signon.imports.reading import read
from signon.imports.records import Wishes

SIZES = (2_000, 20_000)
PREVIEW = Aim(at_most=5.0)

_TITLES = (
    "Timestamp", "Name of your organisation", "Country", "Contact person", "E-mail address",
    "Website", "We agree that our name is published", "Keep us informed", "Comments",
)  # fmt: skip
_COUNTRIES = ("Belgien", "Kenya", "Pérou", "المغرب", "Türkiye")


def measure(run: Run) -> list[Line]:
    """Compare reading and judging with reading the cells alone."""
    found: list[Line] = []
    for size in SIZES:
        text, book = _text(size), _book(size)
        subjects = {
            "CSV": partial(_timed, partial(_judge, text)),
            "XLSX": partial(_timed, partial(_judge, book)),
        }
        compared = compare(run.plan.rounds, partial(_timed, partial(_cells, text)), subjects)
        found += [_line(size, sort, one) for sort, one in compared.items()]
        if size == SIZES[0]:
            seconds = 1 / compared["XLSX"].ours.rate
            found.append(Line(f"import: preview of {size:,} rows, seconds", seconds, PREVIEW))
    return found


def _line(size: int, sort: str, compared: Comparison) -> Line:
    return time_line(f"import: reading {size:,} rows of {sort} against csv.reader", compared)


def _timed(work: Callable[[], object]) -> Sample:
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return Sample(1 / (time.perf_counter() - start), (time.process_time() - cpu) * 1000)


def _judge(data: bytes) -> None:
    reading = read(data, "sheet", Wishes())
    assert reading.count("accepted") == len(reading.rows)  # noqa: S101 - nothing is left out


def _cells(text: bytes) -> None:
    for _ in csv.reader(io.StringIO(text.decode(), newline="")):
        pass


def _rows(size: int) -> Iterator[tuple[str, ...]]:
    yield _TITLES
    for n in range(size):
        yield (
            f"2024/03/{n % 28 + 1:02d} 6:02:00 PM UTC+1", f"Forum {n} für Rechte in Ort {n % 997}",
            _COUNTRIES[n % len(_COUNTRIES)], f"Jo Doe {n}", f"office{n}@forum{n % 499}.example.org",
            "www.example.org", "Yes", "No", "We sign on behalf of our members.\nThank you!",
        )  # fmt: skip


def _text(size: int) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_rows(size))
    return text.getvalue().encode()


def _book(size: int) -> bytes:
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(_rows(size)):
            sheet.write_row(at, 0, row)
    return target.getvalue()
