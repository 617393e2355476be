"""Verbs and reads for what a lead has typed and not saved: private, and gone when it is saved."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from signon.extensions import db, rows
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.shapes import columns_of, filled
from signon.kernel.words import N_
from signon.papers.drafts import TextDraft
from signon.transaction import command
from signon.writing.models import UnsavedText

KEPT = timedelta(days=30)
_ROWS: Any = UnsavedText.__table__


@dataclass(frozen=True)
class Place:
    """Whose text of what: the public id of a lead, the key of a paper, a language tag."""

    lead: str
    paper_id: int
    language: str


@dataclass(frozen=True)
class Beginning:
    """Who begins a paper in which campaign: the public id of a lead, the key of a campaign."""

    lead: str
    campaign_id: int


@dataclass(frozen=True)
class Unsaved:
    """What was typed, from which text, and when it was kept last."""

    slug: str
    language: str
    title: str
    addressee: str
    summary: str
    markdown: str
    blocks: list[str | None]
    based_on: str
    revision: int
    saved_at: datetime


class OpenElsewhere(DomainError):
    """The same lead writes the same text in another window."""

    message = N_("You have this text open in another window, which has kept something else.")


def find(place: Place | Beginning) -> Unsaved | None:
    """Return what is kept there, None for nothing."""
    found = rows(select(*columns_of(Unsaved, _ROWS)).where(*_at(place)))
    return filled(Unsaved, found[0]) if found else None


@command
def keep(
    place: Place | Beginning, text: TextDraft, *, based_on: str, revision: int, slug: str = ""
) -> int:
    """Keep what was typed; return its new revision. Nobody else sees it, and no version is made.

    `revision` is what this window kept last, 0 for nothing. Raises `OpenElsewhere` when another
    window has kept something since. `slug` is the name that a new paper is to have.
    """
    said = {n: getattr(text, n) for n in ("language", "title", "addressee", "summary", "markdown")}
    said |= {"slug": slug, "blocks": list(text.keys), "based_on": based_on}
    row = db.session.scalar(select(UnsavedText).where(*_at(place)).with_for_update())
    if (row.revision if row else 0) != revision:
        raise OpenElsewhere
    if row is None:
        row = UnsavedText(**vars(place), revision=0)
        db.session.add(row)
    for name, value in {**said, "saved_at": clock.now()}.items():
        setattr(row, name, value)
    row.revision = revision + 1
    try:
        db.session.flush()
    except IntegrityError:  # the other window was quicker by a moment
        raise OpenElsewhere from None
    return row.revision


@command
def discard(place: Place | Beginning) -> None:
    """Delete what is kept there."""
    db.session.execute(delete(UnsavedText).where(*_at(place)))


@command
def discard_old() -> None:
    """Delete what nobody has touched for 30 days."""
    db.session.execute(delete(UnsavedText).where(UnsavedText.saved_at <= clock.now() - KEPT))


def _at(place: Place | Beginning) -> tuple[Any, ...]:
    return tuple(_ROWS.c[name] == value for name, value in vars(place).items())
