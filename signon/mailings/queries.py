"""Reads of this capability."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from werkzeug.exceptions import NotFound

from signon.extensions import db, rows
from signon.kernel import clock, languages
from signon.kernel.shapes import columns_of, filled
from signon.mailings.drafts import TextDraft
from signon.mailings.models import (
    DRAFT,
    MAILINGS,
    POSTED,
    RECIPIENTS,
    REFUSED,
    SCHEDULED,
    SENDING,
    SENT,
    STOPPED,
    TEXTS,
    WAITING,
    Mailing,
)
from signon.outbox.models import RETURNED


@dataclass(frozen=True)
class Overview:
    """A mailing as the room of a paper lists it; `subject` is in the first of its languages."""

    public_id: str
    subject: str
    state: str
    send_at: datetime | None
    sent: int
    all: int


@dataclass(frozen=True)
class Progress:
    """How far a mailing has come, by states of its recipients."""

    by_state: dict[str, int]
    returned: int
    """How many of those that were sent came back since."""

    @property
    def all(self) -> int:
        """Return how many recipients there are."""
        return sum(self.by_state.values())

    @property
    def open(self) -> int:
        """Return how many are still to be served."""
        return self.by_state.get(WAITING, 0) + self.by_state.get(POSTED, 0)


def mailing(public_id: str, paper_id: int) -> Mailing:
    """Return a mailing of a paper; 404 for any other."""
    mine = select(Mailing).where(Mailing.public_id == public_id, Mailing.paper_id == paper_id)
    row = None if "\x00" in public_id else db.session.scalar(mine)
    if row is None:
        raise NotFound
    return row


def texts(mailing_id: int) -> list[TextDraft]:
    """Return what a mailing says, in the order of the languages of the interface."""
    found = rows(select(*columns_of(TextDraft, TEXTS)).where(TEXTS.c.mailing_id == mailing_id))
    known = {row.language: filled(TextDraft, row) for row in found}
    return [known[language] for language in languages.INTERFACE if language in known]


def progress(mailing_id: int) -> Progress:
    """Return how far a mailing has come."""
    number = func.count().label("number")
    states = select(RECIPIENTS.c.state, number).where(RECIPIENTS.c.mailing_id == mailing_id)
    found = rows(states.group_by(RECIPIENTS.c.state))
    back = (
        select(number)
        .join(RETURNED, RETURNED.c.ref == RECIPIENTS.c.ref)
        .where(RECIPIENTS.c.mailing_id == mailing_id, RECIPIENTS.c.state == SENT)
    )
    return Progress({row.state: row.number for row in found}, int(rows(back)[0].number))


def of_paper(paper_id: int) -> list[Overview]:
    """Return the mailings of a paper, the newest first."""
    mine = select(MAILINGS).where(MAILINGS.c.paper_id == paper_id).order_by(MAILINGS.c.id.desc())
    return [_overview(row) for row in rows(mine.limit(100))]


def moments(paper_id: int, but: int) -> list[datetime]:
    """Return when the other mailings of a paper leave or left."""
    planned = MAILINGS.c.state.not_in((DRAFT, STOPPED))
    mine = select(MAILINGS.c.send_at).where(MAILINGS.c.paper_id == paper_id, planned)
    return list(db.session.scalars(mine.where(MAILINGS.c.id != but)))


def due() -> list[str]:
    """Return the public ids of the mailings on which there is something to do."""
    begins = (MAILINGS.c.state == SCHEDULED) & (MAILINGS.c.send_at <= clock.now())
    wanted = select(MAILINGS.c.public_id).where(or_(MAILINGS.c.state == SENDING, begins))
    return list(db.session.scalars(wanted.order_by(MAILINGS.c.id)))


def refs(mailing_id: int, states: Collection[str]) -> Sequence[str]:
    """Return the references of the recipients in these states."""
    mine = RECIPIENTS.c.mailing_id == mailing_id, RECIPIENTS.c.state.in_(states)
    return db.session.scalars(select(RECIPIENTS.c.ref).where(*mine)).all()


def _overview(row: Any) -> Overview:
    said = texts(row.id)
    far = progress(row.id)
    done = far.by_state.get(SENT, 0) + far.by_state.get(REFUSED, 0)
    subject = said[0].subject if said else ""
    return Overview(row.public_id, subject, row.state, row.send_at, done, far.all)
