"""What happened to one entry: its history and its mails in words, and what leads noted about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from signon.access.models import ACCOUNTS
from signon.access.sessions import SignedIn
from signon.audit import trail
from signon.audit.models import AuditEntry
from signon.endorsements.models import Endorsement
from signon.extensions import rows
from signon.jobs.queries import MailAbout, mails_about
from signon.kernel.shapes import columns_of, filled
from signon.outbox.returned import queries as returned
from signon.outbox.returned.queries import Returned
from signon.review import words
from signon.review.models import NOTES
from signon.signatories.fields import FIELDS


@dataclass(frozen=True)
class Event:
    """Something that happened: `number` is that of the trail, `who` and `what` are in words."""

    number: int
    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class MailSent:
    """A mail about an entry: when it was written, what became of it and when, in words."""

    written_at: datetime
    ended_at: datetime | None
    became: str
    error: str


@dataclass(frozen=True)
class NoteRead:
    """What a lead noted. `author` is the public id of an account."""

    public_id: str
    author: str
    written_at: datetime
    words: str


def events(subject: str, reader: SignedIn, *, sees_contacts: bool) -> list[Event]:
    """Return what happened to an entry, the newest first."""
    entries = trail.history(subject)
    who = names({entry.actor for entry in entries}, reader, sees_contacts=sees_contacts)
    return [
        Event(entry.number, entry.happened_at, who[entry.actor], _what(entry))
        for entry in reversed(entries)
    ]


def mails(subject: str) -> list[MailSent]:
    """Return the mails about an entry, the newest first; what they said is not kept."""
    written = mails_about(subject)
    back = returned.of_mails([mail.ref for mail in written])
    return [_mail(mail, back.get(mail.ref)) for mail in written]


def _mail(mail: MailAbout, back: Returned | None) -> MailSent:
    state, code = (mail.state, mail.last_error) if back is None else (_came(back), back.status)
    return MailSent(mail.created_at, mail.finished_at, str(words.MAILS[state]), code)


def _came(back: Returned) -> str:
    return "gone" if back.is_gone else "returned"


def mailbox_is_gone(row: Endorsement) -> bool:
    """Tell whether no mail reaches the mailbox of an entry, so that none is written to it."""
    return row.address_key is not None and returned.is_gone(row.address_key)


def notes(subject: str) -> list[NoteRead]:
    """Return what leads noted about an entry, the oldest first."""
    mine = select(*columns_of(NoteRead, NOTES)).where(NOTES.c.subject == subject)
    return [filled(NoteRead, row) for row in rows(mine.order_by(NOTES.c.id))]


def notes_of_paper(paper_id: int) -> dict[str, list[NoteRead]]:
    """Return all notes about a paper's entries by their public ids, the oldest first."""
    found: dict[str, list[NoteRead]] = {}
    every = select(NOTES.c.subject, *columns_of(NoteRead, NOTES)).order_by(NOTES.c.id)
    mine = every.join(Endorsement, Endorsement.public_id == NOTES.c.subject)
    for row in rows(mine.where(Endorsement.paper_id == paper_id)):
        found.setdefault(row.subject, []).append(filled(NoteRead, row))
    return found


def names(actors: Collection[str], reader: SignedIn, *, sees_contacts: bool) -> dict[str, str]:
    """Return what actors of the trail are called to a reader: an address only if it may be seen."""
    accounts = select(ACCOUNTS.c.public_id, ACCOUNTS.c.name, ACCOUNTS.c.email)
    found = rows(accounts.where(ACCOUNTS.c.public_id.in_(actors)))
    known = {row.public_id: row.name or (row.email if sees_contacts else "") for row in found}
    known[trail.SYSTEM], known[trail.SIGNATORY] = _("Signon"), _("the signatory")
    known[reader.public_id] = _("you")
    return {actor: known.get(actor) or _("a lead") for actor in actors}


def _what(entry: AuditEntry) -> str:
    said = _(words.TRAIL.get(entry.action, entry.action))
    changed = str(entry.details.get("fields", "")).split()
    if changed:
        labels = {field.name: str(field.label) for field in FIELDS}
        listed = _(", ").join(labels.get(name, name) for name in changed)
        return _("%(what)s: %(fields)s", what=said, fields=listed)
    return said
