"""Signed links. Each purpose has its own salt and its own name inside: a link opens one door."""

import hashlib
import re
import string
from datetime import timedelta
from enum import StrEnum

from flask import current_app
from itsdangerous import BadData, TimestampSigner
from itsdangerous.encoding import base64_decode, base64_encode

from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_

ALWAYS = timedelta.max
"""For links that live as long as the row they open."""

_VALUE = re.compile(r"[A-Za-z0-9_-]*")
_TOKEN = re.compile(r"[A-Za-z0-9_.-]{1,500}")
_AROUND = string.whitespace + ".,;:!?\"'<>()[]"


class Purpose(StrEnum):
    """What a link is for."""

    CONFIRM = "confirm"
    NOT_US = "not-us"
    SPACE = "space"
    OFFER = "offer"
    JOIN = "join"
    INVITATION = "invitation"
    PASSWORD_RESET = "password"  # noqa: S105 - the name of a purpose
    DEVICE = "device"
    PRESS = "press"
    WITHDRAW = "withdraw"
    UNSUBSCRIBE = "unsubscribe"
    ROUND = "round"
    CHALLENGE = "challenge"
    ANSWER = "answer"


class LinkInvalid(DomainError):
    """Not a link of ours, or not one for this door."""

    status = 404
    message = N_("This link is not valid. Please check that you opened it whole.")


class LinkExpired(DomainError):
    """Ours, but too old. `carried` is what was signed, so that a new link can be asked for."""

    status = 410
    message = N_("This link is too old to be used.")

    def __init__(self, *carried: str):
        super().__init__()
        self.carried = carried


class _Signer(TimestampSigner):
    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def sign(purpose: str, *values: str) -> str:
    """Return a text for an address that carries `values` (ids and stamps, never personal data).

    Raises `ValueError` for a value with other characters than letters, digits, "-" and "_".
    """
    if not all(_VALUE.fullmatch(value) for value in values):
        raise ValueError("a signed link carries ids and stamps only")
    return _signer(purpose).sign(".".join((purpose, *values))).decode("ascii")


def read(purpose: str, token: str, max_age: timedelta) -> tuple[str, ...]:
    """Return the values that were signed for `purpose`, at most `max_age` ago.

    What mail programs leave around a link is forgiven. Raises `LinkInvalid` or `LinkExpired`,
    and nothing else whatever `token` is.
    """
    token = token.strip(_AROUND)
    if not _TOKEN.fullmatch(token):
        raise LinkInvalid
    try:
        said, signed_at = _signer(purpose).unsign(token, return_timestamp=True)
        signature = token.rpartition(".")[2]
        # Base64 spells the same bytes in four ways; only ours counts.
        is_ours = base64_encode(base64_decode(signature)) == signature.encode("ascii")
    except BadData:
        raise LinkInvalid from None
    named, *values = said.decode("ascii").split(".")
    if not is_ours or named != purpose:
        raise LinkInvalid
    # A clock that was set back must not kill links: an age below zero is young.
    if clock.now() - signed_at > max_age:
        raise LinkExpired(*values)
    return tuple(values)


def _signer(purpose: str) -> _Signer:
    config = current_app.config
    older = config.get("SECRET_KEY_FALLBACKS") or []
    keys = [*older, config["SECRET_KEY"]]  # the last one signs
    return _Signer(
        keys, salt=f"signon.{purpose}", key_derivation="hmac", digest_method=hashlib.sha256
    )
