"""Where scripts and letters begin in the order of `collation`. Pure."""

from dataclasses import dataclass
from functools import cache

import icu

_PRIMARY = icu.Collator.createInstance(icu.Locale.getRoot())
_PRIMARY.setStrength(icu.Collator.PRIMARY)

_MARK = "\ufdd1"
"""With a letter of a script behind it, where CLDR's root collation begins that script."""

_BOUNDS = {
    "Latn": ("L", "Ω"),
    "Grek": ("Ω", "Я"),
    "Cyrl": ("Я", "Ⰰ"),
    "Arab": ("ب", "ܐ"),
}
"""A letter of each script and one of the script behind it, as CLDR names them."""

_LETTERS = {
    "Latn": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "Grek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "Cyrl": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "Arab": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
}

_OWN_SCRIPT = {"ar": "Arab"}
"""Languages of the interface whose script does not come first by itself."""


@dataclass(frozen=True)
class Span:
    """Keys from `low` up to `high`, which is none of them any more; None: up to the last."""

    low: bytes
    high: bytes | None

    def holds(self, key: bytes) -> bool:
        return self.low <= key and (self.high is None or key < self.high)


@dataclass(frozen=True)
class Letter:
    """A letter, its ISO 15924 script, and the keys of the names that begin with it.

    Letters without a place of their own, such as "É" or "پ", belong to the one before them.
    """

    sign: str
    script: str
    span: Span


@cache
def spans(language: str) -> tuple[Span, ...]:
    """Return all keys in the order for a reader of `language`: names in its script come first."""
    script = _OWN_SCRIPT.get(language)
    if script is None:
        return (Span(b"", None),)
    low, high = (_start(sign) for sign in _BOUNDS[script])
    return Span(low, high), Span(b"", low), Span(high, None)


def rank(language: str, key: bytes) -> int:
    """Return which of the `spans` holds a key."""
    return next(at for at, span in enumerate(spans(language)) if span.holds(key))


@cache
def letters(language: str) -> tuple[Letter, ...]:
    """Return the letters of every script that has some here, in the order of `spans`."""
    found = (letter for script in _LETTERS for letter in _letters_of(script))
    return tuple(sorted(found, key=lambda one: (rank(language, one.span.low), one.span.low)))


def _letters_of(script: str) -> list[Letter]:
    low, high = (_start(sign) for sign in _BOUNDS[script])
    # From the very start of the script: the forms of alef with hamza stand before the plain one.
    starts = [low, *(_key(sign) for sign in _LETTERS[script][1:]), high]
    signs = zip(_LETTERS[script], starts[:-1], starts[1:], strict=True)
    return [Letter(sign, script, Span(begin, end)) for sign, begin, end in signs]


def _start(sign: str) -> bytes:
    return _key(_MARK + sign)


def _key(text: str) -> bytes:
    key: bytes = _PRIMARY.getSortKey(text)
    return key.rstrip(b"\0")
