"""Row locks of the shared path."""

from typing import Any

from sqlalchemy import select

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


def lock_by_id(kind: Kind, row_id: int) -> SubmissionMixin | None:
    """Return the row with that key, if it is still there; nobody else changes it."""
    row: SubmissionMixin | None = db.session.scalar(
        select(kind.model)
        .where(kind.model.id == row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row
