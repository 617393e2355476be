"""What stands of a second step."""

from sqlalchemy import Select, exists, select

from signon.access.models import RecoveryCode, SecondStep
from signon.access.second_step import encryption
from signon.extensions import db

PURPOSE = "second-step"
"""For which its secrets are encrypted."""


def is_on(account_id: int) -> bool:
    """Tell whether an account signs in with a second step."""
    return bool(db.session.scalar(select(exists(confirmed(account_id)))))


def codes_left(account_id: int) -> int:
    """Return how many recovery codes an account still has."""
    own = select(RecoveryCode.code_hash).where(RecoveryCode.account_id == account_id)
    return len(db.session.scalars(own).all())


def waiting_secret(account_id: int) -> bytes | None:
    """Return the secret that was begun and waits for its first code; None for none."""
    step = db.session.get(SecondStep, account_id)
    if step is None or step.confirmed_at is not None:
        return None
    try:
        return encryption.decrypt(PURPOSE, step.secret)
    except encryption.Unreadable:
        return None


def confirmed(account_id: int) -> Select[SecondStep]:
    """Return a statement for the second step of an account, if a code has confirmed it."""
    own = SecondStep.account_id == account_id
    return select(SecondStep).where(own, SecondStep.confirmed_at.is_not(None))
