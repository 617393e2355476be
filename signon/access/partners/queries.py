"""Who is in for a co-host."""

from dataclasses import dataclass, field

from sqlalchemy import select

from signon.access.models import Account, CoHostGrant
from signon.extensions import db


@dataclass(frozen=True)
class Partner:
    """Somebody of a co-host, as the owners of the campaign see them."""

    public_id: str
    email: str = field(repr=False)
    has_password: bool


def people_of(co_host_id: int) -> list[Partner]:
    """Return who is in for a co-host, by address."""
    accounts = db.session.scalars(
        select(Account)
        .join(CoHostGrant, CoHostGrant.account_id == Account.id)
        .where(CoHostGrant.co_host_id == co_host_id)
        .order_by(Account.email_key)
    )
    return [Partner(one.public_id, one.email, one.password_hash is not None) for one in accounts]
