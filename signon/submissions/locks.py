"""Row locks of the shared path."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from signon.extensions import db
from signon.kernel.errors import Changed
from signon.submissions.kinds import SubmissionKind
from signon.submissions.models import SubmissionMixin

Kind = SubmissionKind[Any]


def lock(kind: Kind, submission: SubmissionMixin) -> SubmissionMixin:
    """Return the row as it is now; nobody else changes it until the command ends.

    Raises `Changed` when it is gone.
    """
    kind.lifecycle.lock_first(submission)
    row = lock_by_id(kind, submission.id)
    if row is None:
        raise Changed
    return row


def lock_all(kind: Kind, submissions: Sequence[SubmissionMixin]) -> list[SubmissionMixin]:
    """Return these rows as they are now, as `lock`, each with its contact, by one statement.

    They are taken in the order of their keys, so that two who take many never wait for each other.
    """
    for submission in sorted(submissions, key=lambda one: one.id):
        kind.lifecycle.lock_first(submission)
    ids = [submission.id for submission in submissions]
    wanted = select(kind.model).where(kind.model.id.in_(ids)).order_by(kind.model.id)
    wanted = wanted.options(joinedload(kind.model.contact)).with_for_update(of=kind.model)
    found = db.session.scalars(wanted.execution_options(populate_existing=True))
    rows: dict[int, SubmissionMixin] = {row.id: row for row in found}
    if len(rows) < len(ids):
        raise Changed
    return [rows[number] for number in ids]


def lock_by_id(kind: Kind, row_id: int) -> SubmissionMixin | None:
    """Return the row with that key, if it is still there; nobody else changes it."""
    row: SubmissionMixin | None = db.session.scalar(
        select(kind.model)
        .where(kind.model.id == row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row
