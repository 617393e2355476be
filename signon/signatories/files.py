"""The public list as data: the same lines and filters as the page."""

from collections.abc import Callable, Iterator, Mapping
from typing import IO

from signon.kernel.files import tabular
from signon.kernel.files.tabular import Column
from signon.papers.queries import PublicPaper
from signon.signatories import fields, queries
from signon.signatories.shapes import ListFilter

Record = Mapping[str, str | int | bool]


def as_csv(paper: PublicPaper, wanted: ListFilter) -> Iterator[bytes]:
    """Yield the list as CSV, however long it is, holding only a little of it at a time."""
    header = fields.columns(wanted.capacity)
    return tabular.csv_stream(header, queries.csv_lines(paper.id, wanted))


def as_json(paper: PublicPaper, wanted: ListFilter) -> Iterator[bytes]:
    """Yield the list as a JSON array of objects."""
    return tabular.json_array(map(dict, _records(paper, wanted)))


def write_xlsx(file: IO[bytes], paper: PublicPaper, wanted: ListFilter, language: str) -> None:
    """Write the list as a spreadsheet without formulas."""
    columns = [Column(name, _value_of(name)) for name in fields.columns(wanted.capacity)]
    records = _records(paper, wanted)
    tabular.write_xlsx(file, columns, records, sheet_title="signatories", language=language)


def _records(paper: PublicPaper, wanted: ListFilter) -> Iterator[Record]:
    lines = queries.lines(paper.id, wanted)
    return (fields.record_of(line, paper.time_zone) for line in lines)


def _value_of(name: str) -> Callable[[Record], object]:
    return lambda record: record[name]
