"""How a name of any script sounds in Latin letters, levelled over the ways of romanising it."""

import re

from anyascii import anyascii

_CONSONANTS = (
    *(("shch", "s"), ("sch", "s"), ("tch", "s"), ("ch", "s"), ("sh", "s")),
    *(("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("zh", "j"), ("ts", "z")),
    *(("x", "ks"), ("q", "k"), ("ck", "k"), ("c", "k"), ("w", "v")),
)
_VOWELS = (
    *(("ou", "u"), ("oo", "u"), ("ee", "i"), ("j", "y"), ("iy", "i"), ("ia", "ya"), ("ie", "e")),
    *(("io", "yo"), ("iu", "yu"), ("y", "i"), ("ii", "i")),
)
# Spellings that romanisations of one sound differ by, in the order in which they are levelled.

_ARTICLE = re.compile(r"\b[ae]l\b")
_TWICE = re.compile(r"([a-z])\1+")


def sound(text: str) -> str:
    """Return roughly how `text` sounds, as Latin letters without gaps."""
    return _levelled(text, _CONSONANTS + _VOWELS)


def consonants(text: str) -> str:
    """Return the same without vowels, which Arabic and Hebrew leave unwritten."""
    return re.sub("[aeiouyvw]", "", _levelled(_ARTICLE.sub("", text), _CONSONANTS))


def _levelled(text: str, spellings: tuple[tuple[str, str], ...]) -> str:
    heard = anyascii(text).lower()
    for written, simple in spellings:
        heard = heard.replace(written, simple)
    return _TWICE.sub(r"\1", "".join(sign for sign in heard if sign.isalpha()))
