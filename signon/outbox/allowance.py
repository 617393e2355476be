"""How often one mailbox may be written to, whoever asks and from wherever."""

from datetime import timedelta

from sqlalchemy import case, delete

from signon.extensions import db
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.outbox.models import ALLOWANCES
from signon.transaction import command

SCOPE_WINDOW, SCOPE_LIMIT = timedelta(minutes=15), 1
DAY_WINDOW, DAY_LIMIT = timedelta(hours=24), 5
ALL_SCOPES = ""


@command
def may_write(address_key: str, scope: str) -> bool:
    """Take one mail from the allowance of this mailbox; False, and nothing taken, if none is left.

    One mail a scope (say, a paper's public id) in 15 minutes, and five a day over all scopes. To
    be called in the command that posts the mail, so that both happen or neither.
    """
    if not _take(address_key, scope, SCOPE_LIMIT, SCOPE_WINDOW):
        return False
    if _take(address_key, ALL_SCOPES, DAY_LIMIT, DAY_WINDOW):
        return True
    # A scope holds one mail, so what has just been taken is all that the row stands for.
    mine = (ALLOWANCES.c.address_key == address_key, ALLOWANCES.c.scope == scope)
    db.session.execute(delete(ALLOWANCES).where(*mine))
    return False


def _take(address_key: str, scope: str, limit: int, window: timedelta) -> bool:
    """Count one more in a single statement, which two at once cannot both win."""
    now = clock.now()
    is_over = ALLOWANCES.c.window_started_at <= now - window
    row = insert_for(db.session(), ALLOWANCES).values(
        address_key=address_key, scope=scope, window_started_at=now, used=1
    )
    counted = row.on_conflict_do_update(
        index_elements=[ALLOWANCES.c.address_key, ALLOWANCES.c.scope],
        set_={
            "used": case((is_over, 1), else_=ALLOWANCES.c.used + 1),
            "window_started_at": case((is_over, now), else_=ALLOWANCES.c.window_started_at),
        },
        where=is_over | (ALLOWANCES.c.used < limit),
    )
    return db.session.scalar(counted.returning(ALLOWANCES.c.used)) is not None
