"""Lists as they come out of a sheet, and what becomes of them."""

from datetime import UTC, datetime

from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.imports import running, service
from signon.imports.drafts import Sheet, Terms
from signon.imports.models import Import, ImportRow
from signon.imports.records import ACCEPTED, Fields, Judged, Layout, Reading, Wishes
from signon.papers.queries import PublicPaper

HEADER = ("Organisation", "E-mail", "Country")
MAPPING = {"organisation": "Organisation", "email": "E-mail", "country": "Country"}
SIGNED = datetime(2026, 11, 3, 9, tzinfo=UTC)
TERMS = Terms("e-mail of 3 May", "en", lists_at_once=True)


def a_row(record: int, name: str, email: str | None = "", **fields: object) -> Judged:
    """Return an accepted row; its `email` is one at `example.org`, and none if that is None."""
    email = f"office{record}@example.org" if email == "" else email or ""
    said = {"organisation": name, "email": email, "country": "FR", "signed_at": SIGNED, **fields}
    return Judged(record, ACCEPTED, Fields(**said), (name, email, "France"))


def rows_of(*names: str) -> tuple[Judged, ...]:
    """Return accepted rows of these names, the first below the header."""
    return tuple(a_row(number, name) for number, name in enumerate(names, start=2))


def reading(*rows: Judged) -> Reading:
    """Return a file that was read without any doubt."""
    return Reading(Layout("utf-8", ",", "", 1, MAPPING), HEADER, rows)


def kept(
    paper: PublicPaper, *rows: Judged, filename: str = "signatures.csv", lead: str = "lead"
) -> Import:
    """Keep a file with these rows until a lead has looked at it."""
    sheet = Sheet(filename, repr(rows).encode())
    return run_of(service.keep(paper, sheet, reading(*rows), Wishes(), lead=lead))


def brought(
    paper: PublicPaper, *rows: Judged, terms: Terms = TERMS, lead: str = "system"
) -> Import:
    """Bring in a list to its end, as the worker does."""
    run = kept(paper, *rows, lead=lead)
    service.write(run, terms, lead=lead)
    return written(run)


def written(run: Import) -> Import:
    """Write what waits of a list."""
    while running.write_portion(run.public_id):
        pass
    return run_of(run.public_id)


def undone(run: Import, *, lead: str = "system") -> Import:
    """Undo a list to its end."""
    service.undo(run, lead=lead)
    while running.undo_portion(run.public_id):
        pass
    return run_of(run.public_id)


def run_of(public_id: str) -> Import:
    """Return a run as it is now."""
    db.session.rollback()
    return db.session.scalars(select(Import).where(Import.public_id == public_id)).one()


def outcomes(run: Import) -> list[str]:
    """Return what has become of each row, in the order of the sheet."""
    rows = select(ImportRow.outcome).where(ImportRow.import_id == run.id)
    return list(db.session.scalars(rows.order_by(ImportRow.record)))


def statuses(run: Import) -> list[tuple[str, str]]:
    """Return status and reason of each row, in the order of the sheet."""
    rows = select(ImportRow.status, ImportRow.reason).where(ImportRow.import_id == run.id)
    return [(row.status, row.reason) for row in db.session.execute(rows.order_by(ImportRow.record))]


def entries() -> list[Endorsement]:
    """Return every endorsement, in the order in which it came."""
    db.session.rollback()
    return list(db.session.scalars(select(Endorsement).order_by(Endorsement.id)))
