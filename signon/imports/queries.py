"""What leads read of lists that were brought in: runs, rows, and how far the worker is."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.imports.models import OUTCOMES, WAITING, WRITTEN, Import, ImportRow
from signon.imports.records import STATUSES
from signon.papers.queries import PublicPaper


def run(public_id: str) -> Import:
    """Return one run; raise `NotFound` for any other id."""
    found = db.session.scalar(select(Import).where(Import.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def run_of(paper: PublicPaper, public_id: str) -> Import:
    """Return one run of a paper; raise `NotFound` for any other."""
    if "\x00" in public_id:
        raise NotFound
    found = run(public_id)
    if found.paper_id != paper.id:
        raise NotFound
    return found


def runs_of(paper: PublicPaper) -> Sequence[Import]:
    """Return the runs of a paper, the newest first."""
    of_paper = select(Import).where(Import.paper_id == paper.id)
    return db.session.scalars(of_paper.order_by(Import.id.desc())).all()


def numbers(found: Import) -> Mapping[str, int]:
    """Return how many rows have each status and outcome, and how many there are in `all`."""
    of_run = (
        select(ImportRow.status, ImportRow.outcome, func.count().label("number"))
        .where(ImportRow.import_id == found.id)
        .group_by(ImportRow.status, ImportRow.outcome)
    )
    counted = dict.fromkeys((*STATUSES, *OUTCOMES, "all"), 0)
    for row in db.session.execute(of_run):
        for name in (row.status, row.outcome, "all"):
            counted[name] += row.number
    return counted


def progress(public_id: str) -> str:
    """Return how far a run is, such as "50 of 84", for a terminal."""
    counted = numbers(run(public_id))
    return f"{counted['accepted'] - counted[WAITING]} of {counted['accepted']}"


def rows_of(found: Import, limit: int) -> Sequence[ImportRow]:
    """Return rows of a run, those about which something is to be said before the others."""
    of_run = select(ImportRow).where(ImportRow.import_id == found.id)
    plain = (ImportRow.status == "accepted") & (ImportRow.why == "")
    return db.session.scalars(of_run.order_by(plain, ImportRow.record).limit(limit)).all()


def all_rows(found: Import) -> Sequence[ImportRow]:
    """Return every row of a run in the order of the sheet."""
    of_run = select(ImportRow).where(ImportRow.import_id == found.id)
    return db.session.scalars(of_run.order_by(ImportRow.record)).all()


def still_to_ask(found: Import) -> Sequence[Endorsement]:
    """Return the entries of a run whose mailbox has been asked nothing and said nothing yet."""
    theirs = (
        select(Endorsement)
        .join(ImportRow, ImportRow.endorsement_id == Endorsement.id)
        .where(ImportRow.import_id == found.id, ImportRow.outcome == WRITTEN)
        .where(ImportRow.asked_at.is_(None), Endorsement.proven_at.is_(None))
        .where(Endorsement.contact_id.is_not(None))
        .where(Endorsement.state.in_(("confirmed", "published")))
    )
    return db.session.scalars(theirs.order_by(ImportRow.record)).all()


def mapping_of(paper: PublicPaper, header_key: str) -> Mapping[str, str] | None:
    """Return the mapping with which a sheet of that header was last brought in, if one was."""
    same = select(Import).where(
        Import.paper_id == paper.id, Import.header_key == header_key, Import.stage != "read"
    )
    last = db.session.scalar(same.order_by(Import.id.desc()).limit(1))
    return last.found["layout"]["mapping"] if last is not None else None


def same_file(paper: PublicPaper, found: Import) -> Import | None:
    """Return an earlier run of the very same file, if there is one that stands."""
    same = select(Import).where(
        Import.paper_id == paper.id,
        Import.sha256 == found.sha256,
        Import.id < found.id,
        Import.stage.in_(("writing", "done")),
    )
    return db.session.scalar(same.order_by(Import.id.desc()).limit(1))


def brought_by(row_id: int) -> Import | None:
    """Return the run by which an entry came, by its key."""
    came = select(Import).join(ImportRow, ImportRow.import_id == Import.id)
    return db.session.scalar(came.where(ImportRow.endorsement_id == row_id))
