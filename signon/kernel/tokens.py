"""Signed tokens: cryptography alone. The salt is the name inside too: a token opens one door."""

import hashlib
import re
import string
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from flask import current_app
from itsdangerous import BadData, TimestampSigner
from itsdangerous.encoding import base64_decode, base64_encode

from signon.kernel import clock

ALWAYS = timedelta.max
"""For tokens that live as long as the row they open."""

_VALUE = re.compile(r"[A-Za-z0-9_-]*")
_TOKEN = re.compile(r"[A-Za-z0-9_.-]{1,500}")
_AROUND = string.whitespace + ".,;:!?\"'<>()[]"


class TokenInvalid(Exception):
    """Not a token of ours, or not one under this salt."""


class TokenDropped(TokenInvalid):
    """Ours once, under a key that does not count any more."""


class TokenExpired(Exception):
    """Ours, but too old. `carried` is what was signed."""

    def __init__(self, *carried: str):
        super().__init__()
        self.carried = carried


class _Signer(TimestampSigner):
    """Derives the key of each secret once; there is one for each salt and the keys in force."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._derived: dict[Any, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        derived = self._derived.get(secret_key)
        if derived is None:
            derived = self._derived[secret_key] = super().derive_key(secret_key)
        return derived

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def sign(salt: str, *values: str) -> str:
    """Return a text for an address that carries `values` (ids and stamps, never personal data).

    Raises `ValueError` for a value with other characters than letters, digits, "-" and "_".
    """
    if not all(_VALUE.fullmatch(value) for value in values):
        raise ValueError("a signed link carries ids and stamps only")
    return _signer(salt, _keys()).sign(".".join((salt, *values))).decode("ascii")


def read(salt: str, token: str, max_age: timedelta) -> tuple[str, ...]:
    """Return the values that were signed under `salt`, at most `max_age` ago.

    What mail programs leave around a token is forgiven. Raises `TokenInvalid`, `TokenDropped`
    or `TokenExpired`, and nothing else whatever `token` is.
    """
    token = token.strip(_AROUND)
    if not _TOKEN.fullmatch(token):
        raise TokenInvalid
    try:
        said, signed_at = _signer(salt, _keys()).unsign(token, return_timestamp=True)
        signature = token.rpartition(".")[2]
        # Base64 spells the same bytes in four ways; only ours counts.
        is_ours = base64_encode(base64_decode(signature)) == signature.encode("ascii")
    except BadData:
        dropped = current_app.config.get("SECRET_KEYS_DROPPED")
        if dropped and _signer(salt, dropped).validate(token):
            raise TokenDropped from None
        raise TokenInvalid from None
    named, *values = said.decode("ascii").split(".")
    if not is_ours or named != salt:
        raise TokenInvalid
    # A clock that was set back must not kill links: an age below zero is young.
    if clock.now() - signed_at > max_age:
        raise TokenExpired(*values)
    return tuple(values)


def _keys() -> list[str]:
    config = current_app.config
    return [*(config.get("SECRET_KEY_FALLBACKS") or []), config["SECRET_KEY"]]  # the last one signs


def _signer(salt: str, keys: Iterable[str]) -> _Signer:
    return _signer_of(salt, tuple(keys))


@lru_cache(maxsize=128)
def _signer_of(salt: str, keys: tuple[str, ...]) -> _Signer:
    return _Signer(keys, salt=f"signon.{salt}", key_derivation="hmac", digest_method=hashlib.sha256)
