"""Reads what a mailed link carries, and compares what it proves."""

import hmac

from signon.kernel import tokens
from signon.kernel.tokens import TokenDropped, TokenExpired, TokenInvalid
from signon.links.purposes import Purpose
from signon.links.refusals import KeyDropped

_PROOF_LENGTH = 16


def read(purpose: Purpose, token: str) -> tuple[str, ...]:
    """Return the values that were signed for `purpose`.

    Raises the purpose's own `Damaged` or `Expired`, or `KeyDropped`, and nothing else whatever
    `token` is.
    """
    try:
        values = tokens.read(purpose.name, token, purpose.lasts)
    except TokenExpired as expired:
        raise purpose.expired(*_whole(purpose, expired.carried)) from None
    except TokenDropped:
        raise KeyDropped from None
    except TokenInvalid:
        raise purpose.damaged from None
    return _whole(purpose, values)


def same(said: str | None, known: str | None) -> bool:
    """Tell, in constant time, whether a link proves what is on record; nothing proves nothing."""
    if not said or not known:
        return False
    return hmac.compare_digest(said.encode(), known.encode())


def proof_of(address_key: str | None) -> str:
    """Return what a link carries so that it dies with the address it was mailed to."""
    return (address_key or "")[:_PROOF_LENGTH]


def _whole(purpose: Purpose, values: tuple[str, ...]) -> tuple[str, ...]:
    if len(values) != purpose.values:
        raise purpose.damaged
    return values
