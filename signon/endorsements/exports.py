"""The public list as data: the same lines and filters as the page."""

from collections.abc import Callable, Iterator
from typing import IO

from signon.endorsements import publicdata, queries
from signon.endorsements.shapes import Wanted
from signon.kernel import tabular
from signon.kernel.tabular import Column


def as_csv(paper_id: int, wanted: Wanted) -> Iterator[bytes]:
    """Yield the list as CSV, however long it is, holding only a little of it at a time."""
    header = publicdata.columns(wanted.capacity)
    return tabular.csv_stream(header, queries.csv_lines(paper_id, wanted))


def as_json(paper_id: int, wanted: Wanted) -> Iterator[bytes]:
    """Yield the list as a JSON array of objects."""
    lines = queries.lines(paper_id, wanted)
    return tabular.json_array(dict(publicdata.record_of(line)) for line in lines)


def write_xlsx(file: IO[bytes], paper_id: int, wanted: Wanted, language: str) -> None:
    """Write the list as a spreadsheet without formulas."""
    names = publicdata.columns(wanted.capacity)
    columns = [Column(name, _value_of(name)) for name in names]
    records = map(publicdata.record_of, queries.lines(paper_id, wanted))
    tabular.write_xlsx(file, columns, records, sheet_title="signatories", language=language)


def _value_of(name: str) -> Callable[[object], object]:
    return lambda record: record[name]  # type: ignore[index]  # a record of publicdata
