"""When somebody says that an entry is wrong: what may happen to it until a lead has decided.

Who may say so, and with what weight, is not known here. Every verb holds the endorsement first and
its paper's list second, as the shared path does, so that nobody waits for each other.
"""

from sqlalchemy import select

from signon.audit import trail
from signon.endorsements import evidence, publication
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.submissions import workflow
from signon.submissions.states import INVERSE, Action, State
from signon.transaction import command


@command
def lock(endorsement_id: int) -> Endorsement:
    """Return an endorsement as it is now, held until the running command ends, with its list."""
    wanted = select(Endorsement).where(Endorsement.id == endorsement_id)
    fresh = wanted.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(fresh).one()
    publication.lock_list(row.paper_id)
    return row


@command
def dispute(row: Endorsement, *, hide: bool) -> None:
    """Say on the list that an entry is disputed, or take it off the list until it is decided."""
    row.contested_at = row.contested_at or clock.now()
    db.session.flush()
    if hide and row.state == State.PUBLISHED:
        _move(row, Action.UNPUBLISH, actor=trail.SYSTEM, note=row.decision_note or "")
    else:
        publication.refresh(row)


@command
def settle(row: Endorsement, *, publish: bool, actor: str, note: str = "") -> None:
    """End the dispute for an entry: it is as before, and on the list again if it was hidden.

    It stays off the list when its organisation has come to stand there by another entry.
    """
    row.contested_at = None
    db.session.flush()
    if publish and row.state == State.CONFIRMED and not publication.is_listed(row):
        _move(row, Action.PUBLISH, actor=actor, note=note)
    else:
        publication.refresh(row)


@command
def reopen(row: Endorsement, before: State, *, disputed: bool, actor: str) -> None:
    """Bring an entry back into the state it had before a lead decided about its dispute."""
    from_here = State(row.state)
    row.contested_at = (row.contested_at or clock.now()) if disputed else None
    if row.evidence == "checked":
        evidence.weigh(row)
    db.session.flush()
    if before != from_here:
        _move(row, INVERSE[before, from_here], actor=actor)
    else:
        publication.refresh(row)


def _move(row: Endorsement, action: Action, *, actor: str, note: str = "") -> None:
    workflow.decide(row, action, revision=row.revision, moderator=actor, note=note)
