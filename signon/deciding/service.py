"""Verbs of this capability: who has what open."""

from sqlalchemy import delete

from signon.deciding.models import Claim
from signon.deciding.policy import CLAIMED_FOR
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.transaction import command


@command
def claim(kind: str, key: str, account_id: int) -> None:
    """Note that a lead has opened something, so that others see it for ten minutes.

    Whoever opens it last is whom others see: a claim stops nobody.
    """
    until = clock.now() + CLAIMED_FOR
    values = {"kind": kind, "key": key, "account_id": account_id, "until": until}
    claimed = insert_for(db.session(), Claim.__table__).values(**values)
    columns = [Claim.__table__.c.kind, Claim.__table__.c.key]
    said = {"account_id": account_id, "until": until}
    db.session.execute(claimed.on_conflict_do_update(index_elements=columns, set_=said))


@command
def release(kind: str, key: str) -> None:
    """Forget who has something open: it is decided."""
    db.session.execute(delete(Claim).where(Claim.kind == kind, Claim.key == key))


@command
def forget_claims() -> None:
    """Delete the claims that are over."""
    db.session.execute(delete(Claim).where(Claim.until <= clock.now()))
