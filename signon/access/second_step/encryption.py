"""Short secrets, encrypted for a column: whoever reads the database alone cannot use them."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


class Unreadable(Exception):
    """Damaged, or encrypted under a key that does not count any more."""


def encrypt(purpose: str, secret: bytes) -> str:
    """Return `secret` as text for a column, under the key of today and for this purpose alone."""
    return _cipher(purpose).encrypt(secret).decode("ascii")


def decrypt(purpose: str, text: str) -> bytes:
    """Return what was encrypted for `purpose`, under today's key or a fallback.

    Raises `Unreadable`.
    """
    try:
        return _cipher(purpose).decrypt(text.encode("ascii"))
    except (InvalidToken, UnicodeEncodeError):
        raise Unreadable from None


def _cipher(purpose: str) -> MultiFernet:
    config = current_app.config
    keys = [config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or [])]
    return MultiFernet([Fernet(_key(key, purpose)) for key in keys])


def _key(key: str, purpose: str) -> bytes:
    info = f"signon.encryption\n{purpose}".encode()
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
    return urlsafe_b64encode(derived)
