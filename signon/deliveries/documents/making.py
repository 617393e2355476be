"""Makes a document of any form, and says what its file is called."""

from typing import IO

from signon.deliveries.documents import pdf, plain, sheet, web, word
from signon.deliveries.documents.description import Description, describe, number_of_names
from signon.deliveries.documents.order import ENDINGS, Order
from signon.kernel import clock
from signon.papers.queries import PublicPaper
from signon.signatories import files

_TEXTS = {"html": web.page, "fragment": web.fragment, "txt": plain.text, "names": plain.names}
_FILES = {"xlsx": sheet.write, "docx": word.write, "pdf": pdf.write}


def make(paper: PublicPaper, order: Order, file: IO[bytes]) -> int:
    """Write what is asked for into an open file; return how many names it has.

    Raises `TooManyNames`, and what `pdf.write` raises.
    """
    if order.form in ("csv", "json"):
        return _as_data(paper, order, file)
    document = describe(paper, order)
    write(document, order.form, file)
    return document.names


def write(document: Description, form: str, file: IO[bytes]) -> None:
    """Write a document that is described already in one form."""
    if form in _TEXTS:
        file.write(_TEXTS[form](document).encode())
    else:
        _FILES[form](file, document)


def file_name(paper: PublicPaper, order: Order) -> str:
    """Return the paper, what it is and the day there: "ten-doors-signatories-2026-12-01.pdf"."""
    day = clock.day_in(paper.time_zone, clock.now()).isoformat()
    return f"{paper.slug}-signatories-{day}.{ENDINGS[order.form]}"


def _as_data(paper: PublicPaper, order: Order, file: IO[bytes]) -> int:
    """Write the public file of one list, as it stands for everybody."""
    wanted = order.lines(order.capacities()[0])
    chunks = files.as_csv(paper, wanted) if order.form == "csv" else files.as_json(paper, wanted)
    for chunk in chunks:
        file.write(chunk)
    return number_of_names(paper, order)
