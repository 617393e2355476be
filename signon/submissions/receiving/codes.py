"""The code that may be typed instead of opening the link."""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Sequence

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without characters that are mistaken for each other, and without vowels but A and E."""

LENGTH = 12
"""12 of 30 characters are 58 bits: not to be guessed within the limits of the page."""

GROUP = 4

LONGEST_TYPED = 200
"""What is typed beyond that is not looked at."""


def new() -> str:
    """Return a fresh code in groups, such as `K7QM-3XWP-9D2F`."""
    number = secrets.randbelow(len(ALPHABET) ** LENGTH)  # one call for chance, not one a letter
    letters = ""
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters += ALPHABET[letter]
    return "-".join(letters[i : i + GROUP] for i in range(0, LENGTH, GROUP))


def normalise(typed: str) -> str:
    """Return the letters of a typed code, whatever its case, blanks and hyphens."""
    plain = "".join(map(_plain, unicodedata.normalize("NFKC", typed[:LONGEST_TYPED]))).upper()
    return "".join(letter for letter in plain if letter in ALPHABET)


def _plain(sign: str) -> str:
    """Return a digit of any script as 0 to 9, as keyboards of Arabic and Persian write others."""
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def digest(code: str, key: str) -> str:
    """Return the keyed hash (hex) under which a code is stored."""
    message = b"confirmation-code:" + normalise(code).encode("ascii")
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def digests(code: str, keys: Sequence[str]) -> list[str]:
    """Return the hashes under every key that is still accepted."""
    return [digest(code, key) for key in keys]
