"""Reads of this capability."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from signon.access.models import Account
from signon.deciding.models import Claim
from signon.extensions import db
from signon.kernel import clock


@dataclass(frozen=True)
class Open:
    """Who has something open, and until when others see it."""

    by: str
    until: datetime


def claims_of_others(account_id: int) -> dict[tuple[str, str], Open]:
    """Return what other leads have open, by kind and key."""
    wanted = (
        select(Claim.kind, Claim.key, Claim.until, Account.name, Account.email)
        .join(Account, Account.id == Claim.account_id)
        .where(Claim.until > clock.now(), Claim.account_id != account_id)
    )
    return {
        (row.kind, row.key): Open(row.name or row.email, row.until)
        for row in db.session.execute(wanted)
    }
