"""The people behind what was handed in: erased while the rest stays, and shared as they agreed."""

from sqlalchemy import delete, select

from signon.extensions import db
from signon.submissions.lifetime import ledger
from signon.submissions.models import Contact, ContactShare
from signon.transaction import command


def erase(contact: Contact) -> None:
    """Erase somebody in the running command, so that no older backup brings them back either.

    Nothing may point to them any more but what is deleted along.
    """
    ledger.note("contact", contact.id)
    db.session.delete(contact)


def shares_of(contact_id: str | None) -> list[ContactShare]:
    """Return which co-hosts somebody lets see who they are, by name."""
    theirs = select(ContactShare).where(ContactShare.contact_id == contact_id)
    return list(db.session.scalars(theirs.order_by(ContactShare.name, ContactShare.co_host_id)))


@command
def end_updates(contact: Contact) -> bool:
    """Write no more news to somebody, nor after an older backup; tell whether they had some."""
    if not end_updates_again(contact.id):
        return False
    ledger.note("end_updates", contact.id)
    return True


@command
def end_updates_again(contact_id: str) -> bool:
    """Take back a wish for news that an older backup has brought back; tell whether it had."""
    contact = db.session.get(Contact, contact_id)
    had = contact is not None and contact.updates_wording is not None
    if contact is not None:
        contact.updates_wording = None
    return had


@command
def share_no_more(contact: Contact, co_host_id: int) -> bool:
    """Let a co-host see no more who somebody is, nor after an older backup; tell whether it could.

    Whoever agrees anew does so as another contact.
    """
    if not unshare_again(contact.id, co_host_id):
        return False
    ledger.note("unshare", contact.id, co_host=str(co_host_id))
    return True


@command
def unshare_again(contact_id: str, co_host_id: int) -> bool:
    """Take back a consent that an older backup has brought back; tell whether it had."""
    this = ContactShare.contact_id == contact_id, ContactShare.co_host_id == co_host_id
    gone = delete(ContactShare).where(*this).returning(ContactShare.co_host_id)
    return db.session.execute(gone).first() is not None
