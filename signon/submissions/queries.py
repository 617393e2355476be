"""Reads of what was handed in."""

from typing import Any

from flask import current_app
from sqlalchemy import Select, select

from signon.extensions import db
from signon.outbox.addresses import address_key
from signon.submissions.kinds import SubmissionKind
from signon.submissions.models import SubmissionMixin
from signon.submissions.receiving import codes
from signon.submissions.states import LIVE, State

Kind = SubmissionKind[Any]


def get(kind: Kind, public_id: str) -> SubmissionMixin:
    """Return the row of this kind with that public id, which is there."""
    row: SubmissionMixin = db.session.scalars(_of(kind, public_id)).one()
    return row


def find(kind: Kind, public_id: str) -> SubmissionMixin | None:
    """Return the row of this kind with that public id, if there is one."""
    return db.session.scalar(_of(kind, public_id))


def find_by_code(kind: Kind, typed: str) -> SubmissionMixin | None:
    """Return the waiting row that a typed code belongs to, under any key still accepted."""
    config = current_app.config
    keys = [config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"]]
    hashes = codes.digests(typed, keys)
    row: SubmissionMixin | None = db.session.scalar(
        select(kind.model).where(kind.model.code_hash.in_(hashes))
    )
    return row


def live_of(kind: Kind, row: SubmissionMixin) -> bool:
    """Tell whether something live of the same mailbox holds the place of `row`."""
    return live_beside(kind, row) is not None


def live_beside(kind: Kind, row: SubmissionMixin) -> SubmissionMixin | None:
    """Return what is live of the same mailbox and holds the place of `row`."""
    model, column = kind.model, kind.scope_column
    wanted = select(model).where(
        *(getattr(model, name) == getattr(row, name) for name in (column, *kind.apart)),
        model.address_key == row.address_key,
        model.state.in_(LIVE),
        model.id != row.id,
    )
    found: SubmissionMixin | None = db.session.scalars(wanted).first()
    return found


def waiting_for(kind: Kind, email: str, most: int = 5) -> list[SubmissionMixin]:
    """Return what this address has not confirmed yet, newest first, at most `most` rows."""
    rows = (
        select(kind.model)
        .where(kind.model.address_key == address_key(email))
        .where(kind.model.state == State.SUBMITTED)
        .order_by(kind.model.submitted_at.desc(), kind.model.id)
        .limit(most)
    )
    return list(db.session.scalars(rows))


def _of(kind: Kind, public_id: str) -> Select[Any]:
    return select(kind.model).where(kind.model.public_id == public_id)
