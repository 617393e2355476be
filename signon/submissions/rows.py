"""Writing rows of the shared path: this runs for every visitor, so no object takes part."""

import secrets
from functools import cache
from types import SimpleNamespace
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, delete, insert, text

from signon.extensions import db
from signon.kernel import clock
from signon.kernel.prepared import Prepared
from signon.kernel.upsert import insert_for
from signon.submissions.drafts import ContactDraft
from signon.submissions.kinds import SubmissionKind
from signon.submissions.models import Contact, ContactShare, live_condition, new_public_id
from signon.submissions.receiving import codes
from signon.submissions.states import State
from signon.transaction import running_connection

Kind = SubmissionKind[Any]
Values = dict[str, Any]

_CONTACTS: Any = Contact.__table__
_OF_CONTACT = {column.name: f"whom_{column.name}" for column in _CONTACTS.columns}
"""The columns of a contact, and what their values are called beside those of the row."""
_CONTACT = insert(_CONTACTS).values(
    {name: bindparam(given, type_=_CONTACTS.c[name].type) for name, given in _OF_CONTACT.items()}
)
_NEW_CONTACT = Prepared(_CONTACT)
_DROP_CONTACT = delete(_CONTACTS).where(_CONTACTS.c.id == bindparam("contact"))
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


def unsaved(kind: Kind, columns: Values) -> Any:
    """Return what reads like a new row with these columns, for words about it.

    An object of the mapper, which it is not, takes a hundred times as long to make.
    """
    return SimpleNamespace(**{**_nothing(kind), **_unsaid(kind), **columns})


def add(kind: Kind, columns: Values, contact: ContactDraft) -> bool:
    """Write contact and row; False, and nothing written, when a live row holds the place."""
    held = running_connection()
    contact_id = columns["contact_id"]
    values = {**_unsaid(kind), **columns}
    insert_row = _insertion(kind, held.dialect.name, tuple(values), contact_id is not None)
    if contact_id is not None:
        whom = {**person(contact), "id": contact_id, "created_at": clock.now()}
        whom = {_OF_CONTACT[name]: value for name, value in whom.items()}
        if held.dialect.name == "postgresql":
            values |= whom
        else:
            _NEW_CONTACT.within(held, whom)
    made = bool(insert_row.within(held, values))
    if not made:
        held.execute(_DROP_CONTACT, {"contact": contact_id})
    elif contact.shares and contact_id is not None:
        share(contact_id, contact)
    return made


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
    held, now = running_connection(), clock.now()
    for one in contact.shares:
        values = {"co_host_id": one.co_host_id, "name": one.name, "wording": one.wording}
        held.execute(insert(_SHARES).values(contact_id=contact_id, given_at=now, **values))


def share_anew(contact_id: str, contact: ContactDraft) -> None:
    """Do as `share` in place of what was agreed to before."""
    db.session.connection().execute(delete(_SHARES).where(_SHARES.c.contact_id == contact_id))
    share(contact_id, contact)


def new_stamp() -> str:
    """Return what ties a row to its newest link; whoever replaces it kills every older one."""
    return secrets.token_urlsafe(6)


@cache
def _nothing(kind: Kind) -> Values:
    """Return all columns of a row without a value, and no contact."""
    return dict.fromkeys((*kind.model.__table__.columns.keys(), "contact"))


@cache
def _unsaid(kind: Kind) -> Values:
    """Return what the columns of a row hold of which nobody says anything; prepared once."""
    columns = kind.model.__table__.columns
    return {c.name: c.default.arg for c in columns if c.default is not None and c.default.is_scalar}


@cache
def _insertion(kind: Kind, dialect: str, names: tuple[str, ...], with_contact: bool) -> Prepared:
    """Return the INSERT of a row with these columns; it returns nothing where it is not made.

    That is where a live row holds the place. On PostgreSQL the contact goes with it, because each
    way to the server and back costs more than the contact itself.
    """
    table = kind.model.__table__
    place = [table.c[name] for name in (kind.scope_column, "address_key", *kind.apart)]
    insertion = insert_for(db.session(), table).on_conflict_do_nothing(
        index_elements=place, index_where=text(live_condition())
    )
    if with_contact and dialect == "postgresql":
        insertion = insertion.add_cte(_CONTACT.cte("contact"))
    return Prepared(insertion.returning(table.c.id), names)
