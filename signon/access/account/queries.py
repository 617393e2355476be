"""What leads see of their own account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from signon.access.models import AccountSession
from signon.access.sessions import IDLE, SignedIn
from signon.extensions import db
from signon.kernel import clock


@dataclass(frozen=True)
class OwnSession:
    """One browser that is signed in, as its owner sees it."""

    public_id: str
    device: str
    since: datetime
    last_seen: datetime
    is_this: bool


def own_sessions(lead: SignedIn) -> list[OwnSession]:
    """Return where a lead is signed in now: this browser first, then the last seen."""
    now = clock.now()
    found = db.session.scalars(
        select(AccountSession)
        .where(AccountSession.account_id == lead.account_id)
        .where(AccountSession.ends_at > now, AccountSession.seen_at > now - IDLE)
        .order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
    )
    shown = [
        OwnSession(
            one.public_id, one.device, one.created_at, one.seen_at, one.id == lead.session_id
        )
        for one in found
    ]
    return sorted(shown, key=lambda one: not one.is_this)
