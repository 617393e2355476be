"""Names that a reader takes for another one: look-alike letters and digits, "(official)".

Letters are compared as they look by the skeletons of UTS #39 (Unicode Security Mechanisms), which
ICU keeps. Those make "rn" of "m" and "l" of "I" and "1"; what else a reader may confuse within the
Latin alphabet is added here.
"""

import re
from functools import lru_cache
from unicodedata import normalize

import icu

from signon.kernel.text.characters import UNSEEN
from signon.kernel.text.fold import fold
from signon.organisations.name_parser import key_alone

DIGITS, LETTERS, ADDED, HIDDEN = "digits", "letters", "added", "hidden"
"""How a name differs from the one that it looks like."""

_OFFICIAL = """
official officially officiel officielle officiels oficial oficiales ufficiale offiziell offizielle
offizieller officieel officiele oficjalny oficjalna oficjalne официальный официальная официальное
официальные официально офіційний офіційна رسمي رسمية الرسمي الرسمية verified genuine authentic
verifie verifiee verificado verificada verifiziert موثق موثقة
"""
_PLACES = "page site website web account profile pagina cuenta perfil compte profil seite konto"
"""What an official one is said to be, left out beside such a word alone."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_UNSEEN = re.compile(f"[{UNSEEN}\ufe00-\ufe0f]+")
_BARS = re.compile(r"(?<=[^\W\d_])[|!](?=[^\W\d_])")
_DIGITS_AS_LETTERS = str.maketrans("015", "ols")
_ONE_STROKE = str.maketrans("i", "l")
_SEAL = re.compile("[✓✔☑✅]")


@lru_cache(maxsize=8192)
def look_key(name: str) -> str:
    """Return what names have in common that look alike; at most 320 characters.

    Names that `matching.certain_key` takes for the same have one key too, as a rule. "" for a
    name in which nothing can be seen.
    """
    folded = fold(_as_seen(name))
    key = key_alone(_without_official(folded)).translate(_DIGITS_AS_LETTERS)
    return key.translate(_ONE_STROKE).replace("rn", "m").replace("vv", "w")


def difference(name: str, known: str) -> str:
    """Return how a name differs from one that it looks like, "" if it looks like another.

    The same name written differently (case, accents, legal form) is no look-alike, unless it has
    signs that nobody sees.
    """
    if look_key(name) != look_key(known) or not look_key(name):
        return ""
    if _is_sealed(name) != _is_sealed(known):
        return ADDED
    if key_alone(name) == key_alone(known):
        return HIDDEN if name != known and _UNSEEN.sub("", name) == known else ""
    return DIGITS if re.sub(r"\D", "", name) != re.sub(r"\D", "", known) else LETTERS


def _is_sealed(name: str) -> bool:
    """Tell whether a name says of itself that it is the true one."""
    return bool(_SEAL.search(name) or _OFFICIALLY.search(fold(_as_seen(name))))


def _as_seen(name: str) -> str:
    """Return a name in the letters that a reader sees; those of ASCII stay as they are."""
    checker = icu.SpoofChecker()  # made anew each time: threads would share it

    def skeleton(found: re.Match[str]) -> str:
        return str(checker.getSkeleton(0, found[0]))

    # Before what NFKC makes of it too: that takes some letters for others than they look like.
    seen = _BEYOND_ASCII.sub(skeleton, _UNSEEN.sub("", name))
    return _BARS.sub("l", _BEYOND_ASCII.sub(skeleton, normalize("NFKC", seen)))


_words = {spelt for word in _OFFICIAL.split() for spelt in (fold(word), fold(_as_seen(word)))}
_OFFICIALLY = re.compile(rf"\b(?:{'|'.join(sorted(_words))})\b")
_AND_PLACES = re.compile(rf"\b(?:{'|'.join(sorted({*_words, *_PLACES.split()}))})\b")


def _without_official(folded: str) -> str:
    """Leave out "official" and its like, unless nothing else is there."""
    if not _OFFICIALLY.search(folded):
        return folded
    left = _AND_PLACES.sub(" ", folded)
    return left if key_alone(left) else folded
