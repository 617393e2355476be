"""Cells and titles as they are compared: folded words with a space around each."""

import re
from functools import lru_cache

from signon.kernel.text.fold import fold, without_arabic_article

_SIGNS = re.compile(r"[\W_]+")
_LONGEST = 500


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Return the folded words of a text, without signs and Arabic articles."""
    words = _SIGNS.sub(" ", fold(text[:_LONGEST])).split()
    return " ".join(map(without_arabic_article, words))


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of a list of ours, which are parted by semicolons, as they compare."""
    return tuple(filter(None, map(plain, text.split(";"))))


def has(said: str, wanted: str) -> bool:
    """Tell whether a phrase stands in a `plain` text, as whole words."""
    return f" {wanted} " in f" {said} "
