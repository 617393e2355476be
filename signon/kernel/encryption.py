"""Short secrets, encrypted for a column: whoever reads the database alone cannot use them.

Encrypt-then-MAC from HMAC-SHA256 alone: a fresh random nonce makes a key stream (the generator of
RFC 5869, section 2.3) and a second key a seal over nonce and text. What is encrypted is a few dozen
bytes, for which a library of ciphers would be a large guest.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import current_app

_NONCE = 16
_SEAL = 32
LONGEST = 255 * hashlib.sha256().digest_size
"""Bytes that one key stream is good for."""


class Unreadable(Exception):
    """Damaged, or encrypted under a key that does not count any more."""


def encrypt(purpose: str, secret: bytes) -> str:
    """Return `secret` as text for a column, under the key of today and for this purpose alone.

    Raises `ValueError` for more than `LONGEST` bytes.
    """
    if len(secret) > LONGEST:
        raise ValueError("too long for one key stream")
    nonce = secrets.token_bytes(_NONCE)
    key = current_app.config["SECRET_KEY"]
    hidden = _masked(key, purpose, nonce, secret)
    return urlsafe_b64encode(nonce + hidden + _seal(key, purpose, nonce + hidden)).decode("ascii")


def decrypt(purpose: str, text: str) -> bytes:
    """Return what was encrypted for `purpose`, under today's key or a fallback.

    Raises `Unreadable`.
    """
    try:
        whole = urlsafe_b64decode(text.encode("ascii"))
    except ValueError:
        raise Unreadable from None
    body, seal = whole[:-_SEAL], whole[-_SEAL:]
    config = current_app.config
    for key in (config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or [])):
        if len(body) >= _NONCE and hmac.compare_digest(_seal(key, purpose, body), seal):
            return _masked(key, purpose, body[:_NONCE], body[_NONCE:])
    raise Unreadable


def _masked(key: str, purpose: str, nonce: bytes, text: bytes) -> bytes:
    """Return `text` with the key stream laid over it; a second time it is the text again."""
    own, block, stream = _key(key, purpose, "stream"), b"", b""
    while len(stream) < len(text):
        counter = bytes([len(stream) // hashlib.sha256().digest_size + 1])
        block = hmac.digest(own, block + nonce + counter, "sha256")
        stream += block
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def _seal(key: str, purpose: str, body: bytes) -> bytes:
    return hmac.digest(_key(key, purpose, "seal"), body, "sha256")


def _key(key: str, purpose: str, use: str) -> bytes:
    return hmac.digest(key.encode(), f"signon.encryption\n{purpose}\n{use}".encode(), "sha256")
