"""The people behind what was handed in, where one of them goes and the rest stays."""

from signon.extensions import db
from signon.submissions.lifetime import ledger
from signon.submissions.models import Contact


def erase(contact: Contact) -> None:
    """Erase somebody in the running command, so that no older backup brings them back either.

    Nothing may point to them any more but what is deleted along.
    """
    ledger.note("contact", contact.id)
    db.session.delete(contact)
