"""What leads write down for themselves and for each other: choices, notes, what was exported."""

from collections.abc import Iterable

from sqlalchemy import delete, func, select

from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.upsert import insert_for
from signon.kernel.words import N_
from signon.papers.queries import PublicPaper
from signon.review.choices import FILTER, MOST_FILTERS
from signon.review.filters import Filter
from signon.review.models import CHOICES, LONGEST_NAME, LONGEST_NOTE, NOTES, Note
from signon.submissions.models import SubmissionMixin
from signon.transaction import command


class NoteRefused(DomainError):
    """A note without words, or with too many."""

    status = 422
    message = N_("Please write a note of at most 2,000 characters.")


class NobodyToNoteAbout(DomainError):
    """Notes go with the person who signed, and that one is gone."""

    message = N_("The person who signed is erased, and notes with them: none can be added.")


class NameRefused(DomainError):
    """A filter without a name, or with one that is too long."""

    status = 422
    message = N_("Please give the filter a name of at most 60 characters.")


class TooManyFilters(DomainError):
    """More filters than a row of tabs can show."""

    message = N_("You have 20 filters for this paper: please remove one first.")


@command
def choose(account_id: int, paper_id: int, sort: str, names: Iterable[str]) -> None:
    """Remember which columns somebody wants for a paper; `sort` is one of `choices.SORTS`."""
    _put(account_id, paper_id, sort, "", " ".join(names))


@command
def keep_filter(account_id: int, paper_id: int, name: str, wanted: Filter) -> None:
    """Keep a filter under a name, in place of the one that had it.

    Raises `NameRefused` and `TooManyFilters`.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or "\x00" in name:
        raise NameRefused
    others = select(func.count()).where(
        CHOICES.c.account_id == account_id,
        CHOICES.c.paper_id == paper_id,
        CHOICES.c.sort == FILTER,
        CHOICES.c.name != name,
    )
    if db.session.execute(others).scalar_one() >= MOST_FILTERS:
        raise TooManyFilters
    _put(account_id, paper_id, FILTER, name, wanted.text())


@command
def drop_filter(account_id: int, paper_id: int, name: str) -> None:
    """Remove a filter of somebody's own; one that is not there is no fault."""
    if "\x00" in name:  # PostgreSQL takes no such text, not even to look for it
        return
    mine = (CHOICES.c.account_id == account_id, CHOICES.c.paper_id == paper_id)
    named = (CHOICES.c.sort == FILTER, CHOICES.c.name == name)
    db.session.execute(delete(CHOICES).where(*mine, *named))


@command
def add_note(row: SubmissionMixin, words: str, *, author: str) -> None:
    """Let other leads read something about an entry, until its contact is erased.

    Raises `NoteRefused`, and `NobodyToNoteAbout` once the contact is gone.
    """
    words = words.strip()
    if not words or len(words) > LONGEST_NOTE or "\x00" in words:
        raise NoteRefused
    if row.contact_id is None:
        raise NobodyToNoteAbout
    db.session.add(
        Note(
            subject=row.public_id,
            contact_id=row.contact_id,
            author=author,
            written_at=clock.now(),
            words=words,
        )
    )
    trail.record("note", row.public_id, actor=author)


@command
def remove_note(row: SubmissionMixin, public_id: str, *, by: str) -> None:
    """Remove a note about an entry; one that is not there is no fault."""
    this = (NOTES.c.subject == row.public_id, NOTES.c.public_id == public_id)
    if "\x00" in public_id or not db.session.execute(select(NOTES.c.id).where(*this)).first():
        return
    db.session.execute(delete(NOTES).where(*this))
    trail.record("remove_note", row.public_id, actor=by)


@command
def note_export(  # noqa: PLR0913 - each is one word of the entry, and all are said by name
    paper: PublicPaper, *, actor: str, kind: str, contacts: bool, rows: int, purpose: str = ""
) -> None:
    """Write into the trail that a file was taken, once it is made and before its first byte."""
    details: dict[str, str | int | bool] = {"format": kind, "contacts": contacts, "rows": rows}
    if contacts and purpose:
        details["purpose"] = purpose
    trail.record("export", paper.public_id, actor=actor, **details)


def _put(account_id: int, paper_id: int, sort: str, name: str, value: str) -> None:
    place = {"account_id": account_id, "paper_id": paper_id, "sort": sort, "name": name}
    statement = insert_for(db.session, CHOICES).values(**place, value=value)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=list(place), set_={"value": value})
    )
