"""Mailboxes that are left in peace."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from signon.extensions import db
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.outbox.models import SUPPRESSIONS
from signon.transaction import command

BOUNCED = "bounced"

_AMONG = select(SUPPRESSIONS.c.address_key).where(
    SUPPRESSIONS.c.address_key.in_(bindparam("keys", expanding=True))
)


@command
def suppress(address_key: str, reason: str) -> None:
    """Never write to this mailbox again. `reason` is "not_us", "asked" or "bounced".

    Once is enough; a person's wish stands above a bounce, which may be lifted one day.
    """
    row = insert_for(db.session(), SUPPRESSIONS).values(
        address_key=address_key, since=clock.now(), reason=reason
    )
    wish = row.on_conflict_do_update(
        index_elements=[SUPPRESSIONS.c.address_key],
        set_={"reason": reason, "since": clock.now()},
        where=SUPPRESSIONS.c.reason == BOUNCED,
    )
    db.session.execute(wish)


def is_suppressed(address_key: str) -> bool:
    """Tell whether this mailbox must not be written to."""
    return bool(suppressed({address_key}))


def suppressed(address_keys: Collection[str]) -> set[str]:
    """Return those of the mailboxes that must not be written to."""
    return set(db.session.scalars(_AMONG, {"keys": list(address_keys)}))
