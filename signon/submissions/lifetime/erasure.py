"""Erasing again what was erased, after an older backup has been restored."""

from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from signon.audit import trail
from signon.extensions import db
from signon.outbox import suppression
from signon.submissions import contacts, queries, tasks, workflow
from signon.submissions.kinds import all_kinds
from signon.submissions.lifetime import ledger
from signon.submissions.locks import Kind
from signon.submissions.models import Contact, SubmissionMixin
from signon.submissions.states import State
from signon.transaction import command


def apply(path: Path | None = None) -> Counter[str]:
    """Do again what the ledger remembers and time demands; return how often what was done.

    Doing it twice changes nothing; broken off, it goes on where it was.
    """
    done: Counter[str] = Counter()
    for entry in ledger.valid(path):
        if _again(entry):
            done[str(entry["what"])] += 1
    tasks.forget()
    tasks.erase()
    return done


@command
def _again(entry: dict[str, Any]) -> bool:
    """Do one thing again; tell whether it had to be."""
    what, subject = str(entry["what"]), str(entry["subject"])
    if what == "unshare":
        return contacts.unshare_again(subject, int(entry.get("co_host", 0)))
    if what == "end_updates":
        return contacts.end_updates_again(subject)
    if what == "suppress":
        is_known = suppression.is_suppressed(subject)
        suppression.suppress(subject, str(entry.get("reason", "asked")))
        return not is_known
    if what == "contact":
        return _without(subject)
    found = _find(subject)
    if found is None:
        return False
    kind, row = found
    return _ended(kind, row, what) or _erased(kind, row, what)


def _ended(kind: Kind, row: SubmissionMixin, what: str) -> bool:
    if what == "withdraw" and row.state in (State.CONFIRMED, State.PUBLISHED):
        workflow.withdraw(kind, row, actor=trail.SYSTEM)
        return True
    over = (State.DISOWNED, State.WITHDRAWN, State.EXPIRED)
    if what == "disown" and row.state not in over:
        workflow.disown(kind, row)
        return True
    return False


def _erased(kind: Kind, row: SubmissionMixin, what: str) -> bool:
    if what == "disown" or row.contact_id is None:
        return False
    workflow.erase_person(kind, row, actor=trail.SYSTEM)
    return True


def _without(contact_id: str) -> bool:
    """Part whatever points to somebody from them, and erase them."""
    if db.session.get(Contact, contact_id) is None:
        return False
    for kind in all_kinds().values():
        theirs = select(kind.model).where(kind.model.contact_id == contact_id)
        for row in db.session.scalars(theirs).all():
            workflow.erase_person(kind, row, actor=trail.SYSTEM)
    db.session.flush()
    db.session.execute(delete(Contact).where(Contact.id == contact_id))
    return True


def _find(public_id: str) -> tuple[Kind, SubmissionMixin] | None:
    for kind in all_kinds().values():
        row = queries.find(kind, public_id)
        if row is not None:
            return kind, row
    return None
