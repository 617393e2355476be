"""Writing rows of the shared path: this runs for every visitor, so no object takes part."""

import secrets
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, text

from signon.extensions import db
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.submissions.drafts import ContactDraft
from signon.submissions.kinds import SubmissionKind
from signon.submissions.models import Contact, ContactShare, live_condition, new_public_id
from signon.submissions.receiving import codes
from signon.submissions.states import State

Kind = SubmissionKind[Any]
Values = dict[str, Any]

_CONTACTS: Any = Contact.__table__
_NEW_CONTACT = insert(_CONTACTS)
_SHARES: Any = ContactShare.__table__


def fresh(values: Values, address_key: str | None, code: str) -> Values:
    """Return every column of a new row; `values` are those of its kind.

    Without an `address_key` there is nobody behind it.
    """
    return {
        **values,
        **keys(code),
        "address_key": address_key,
        "public_id": new_public_id(),
        "state": State.SUBMITTED.value,
        "contact_id": secrets.token_hex(8) if address_key else None,
        "submitted_at": clock.now(),
        "revision": 1,
    }


def add(kind: Kind, columns: Values, contact: ContactDraft) -> bool:
    """Write contact and row; False, and nothing written, when a live row holds the place."""
    connection = db.session.connection()
    contact_id = columns["contact_id"]
    if contact_id is not None:
        whom = {**person(contact), "id": contact_id, "created_at": columns["submitted_at"]}
        connection.execute(_NEW_CONTACT, whom)
        share(contact_id, contact)
    statement = _insertion(kind, connection.dialect.name)
    if connection.execute(statement, columns).scalar() is not None:
        return True
    connection.execute(delete(Contact).where(Contact.id == contact_id))
    return False


def keys(code: str) -> Values:
    """Return what makes the newest link and code the only ones that open the row."""
    hashed = codes.digest(code, current_app.config["SECRET_KEY"])
    return {"link_stamp": new_stamp(), "code_hash": hashed}


def person(contact: ContactDraft) -> Values:
    """Return the columns of a contact that were typed."""
    return {
        "name": contact.name,
        "role": contact.role,
        "email": contact.email,
        "updates_wording": contact.updates_wording,
        "erase_after": contact.erase_after,
        "promised_until": contact.erase_after,
        "promised_months": contact.promised_months,
    }


def share(contact_id: str, contact: ContactDraft) -> None:
    """Let the co-hosts that were agreed to by name, and no other, see who somebody is."""
    connection, now = db.session.connection(), clock.now()
    for one in contact.shares:
        values = {"co_host_id": one.co_host_id, "name": one.name, "wording": one.wording}
        connection.execute(insert(_SHARES).values(contact_id=contact_id, given_at=now, **values))


def share_anew(contact_id: str, contact: ContactDraft) -> None:
    """Do as `share` in place of what was agreed to before."""
    db.session.connection().execute(delete(_SHARES).where(_SHARES.c.contact_id == contact_id))
    share(contact_id, contact)


def new_stamp() -> str:
    """Return what ties a row to its newest link; whoever replaces it kills every older one."""
    return secrets.token_urlsafe(6)


@cache
def _insertion(kind: Kind, _dialect: str) -> Any:
    """Return the INSERT that does nothing where a live row holds the place; built once."""
    table = kind.model.__table__
    place = [table.c[name] for name in (kind.scope_column, "address_key", *kind.apart)]
    insertion = insert_for(db.session(), table)
    return insertion.on_conflict_do_nothing(
        index_elements=place, index_where=text(live_condition())
    ).returning(table.c.id)
