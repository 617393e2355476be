"""Codes of the second step, pure: of the moment (RFC 6238), and for who has lost their device."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from base64 import b32encode
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
_DIGITS = 6
_SECRET_BYTES = 20
"""As long as the hash of RFC 4226, section 4."""

_AROUND = 1
"""Steps before and after the present one that are taken: clocks differ (RFC 6238, section 6)."""

RECOVERY_CODES = 10
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: no letter that is read as another."""
_MISREAD = str.maketrans("oil", "011")
_GROUPS, _GROUP = 4, 4
"""16 signs of 5 bits: 80 bits, beyond guessing even for who has read the hashes."""

_LEFT_OUT = re.compile(r"[\s\-‐-―]+")
_ISSUER = "Signon"


def new_secret() -> bytes:
    """Return 160 random bits."""
    return secrets.token_bytes(_SECRET_BYTES)


def as_typed(secret: bytes) -> str:
    """Return a secret as it is typed into an app: base32, in groups of four."""
    text = _otp(secret).secret
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def picture(secret: bytes, email: str) -> str:
    """Return the secret as a QR code, as SVG: dark on white in a dark page too, and no style."""
    address = _otp(secret).provisioning_uri(name=email, issuer_name=_ISSUER)
    return segno.make(address, micro=False, error="m").svg_inline(
        scale=5, light="#fff", svgclass="qr", lineclass=None, omitsize=False
    )


def step_of(secret: bytes, code: str, now: datetime, last_step: int | None) -> int | None:
    """Return the step whose code was typed, None for none that may be taken.

    A step that is not newer than `last_step` was used up by then.
    """
    this, otp = _step(now), _otp(secret)
    for step in range(this - _AROUND, this + _AROUND + 1):
        is_right = hmac.compare_digest(otp.generate_otp(step).encode(), code.encode())
        if is_right and (last_step is None or step > last_step):
            return step
    return None


def cleaned(typed: str) -> str:
    """Return a code without blanks and hyphens, in small letters and the digits 0 to 9.

    An Arabic keyboard has digits of its own, and a phone copies with odd blanks.
    """
    joined = _LEFT_OUT.sub("", typed[:100])
    return "".join(str(unicodedata.digit(sign, sign)) for sign in joined).casefold()


def is_of_the_moment(code: str) -> bool:
    """Tell whether a cleaned code looks like one of an app, and not like one for recovery."""
    return len(code) == _DIGITS and code.isascii() and code.isdigit()


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten codes, each good once, in groups that can be read and typed."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def recovery_hash(account_public_id: str, code: str) -> str:
    """Return what is kept of a recovery code of an account, however it was typed."""
    typed = cleaned(code).translate(_MISREAD)
    kept = f"{account_public_id}:{typed}".encode("utf-8", "replace")
    return hashlib.sha256(kept).hexdigest()


def _recovery_code() -> str:
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS


def _otp(secret: bytes) -> pyotp.TOTP:
    return pyotp.TOTP(b32encode(secret).decode("ascii"), digits=_DIGITS, interval=STEP_SECONDS)
