"""Sort keys, words and CSV lines, where another collator or other rules have made them."""

from sqlalchemy import ColumnElement, and_, delete, or_, select

from signon.extensions import db
from signon.jobs.renewal import Renewal, is_another
from signon.kernel.text import collation
from signon.signatories import service
from signon.signatories.fields import csv_line_of, line_version
from signon.signatories.models import Signatory, SignatoryWord
from signon.transaction import command

BATCH = 200
"""Rows of one command, some 50 ms: so long whoever signs on SQLite waits for it."""


@command
def renew_lines() -> int:
    """Make keys, words and CSV lines of some lines of one list anew; return of how many.

    The list gets a new revision, so that no page of it is shown in the former order.
    """
    paper_id = _stale_list()
    if paper_id is None:
        return 0
    service.touch(paper_id)
    stale = select(Signatory).where(Signatory.paper_id == paper_id, _is_stale())
    lines = db.session.scalars(stale.limit(BATCH)).all()
    ids = [line.id for line in lines]
    db.session.execute(delete(SignatoryWord).where(SignatoryWord.signatory_id.in_(ids)))
    time_zone = service.zone_of(paper_id)
    for line in lines:
        line.sort_key, line.collator_version = collation.sort_key(line.name), collation.VERSION
        line.csv_line = csv_line_of(line, time_zone)
        line.words_version = line_version()
    service.index(lines)
    db.session.flush()
    return len(lines)


def _stale_list() -> int | None:
    return db.session.scalar(select(Signatory.paper_id).where(_is_stale()).limit(1))


def _is_stale() -> ColumnElement[bool]:
    collated, worded = Signatory.collator_version, Signatory.words_version
    of_words = and_(collated == collation.VERSION, is_another(worded, line_version()))
    return or_(is_another(collated, collation.VERSION), of_words)


LINES = Renewal("renew_lines", lambda: _stale_list() is not None, renew_lines)
