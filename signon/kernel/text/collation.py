"""Puts names of every script into one order."""

import re

import icu

from signon.kernel.text.characters import SPOKEN
from signon.kernel.text.fold import APOSTROPHES, LONGEST_TEXT

LONGEST_KEY = 300

REVISION = "1"
"""Raised whenever a rule below changes, so that keys made by the old ones are made anew."""

VERSION = f"{REVISION}/{icu.UNICODE_VERSION}/{icu.ICU_VERSION}"
"""Which collator made a key: our rules, the collation table of Unicode, ICU. Keys of two versions
do not compare. At most 40 characters."""

_COLLATOR = icu.Collator.createInstance(icu.Locale.getRoot())

_ARTICLES = frozenset(
    """
    the a an   le la les un une   el los las lo   der die das   il gli   het de een   o os as
    ο η το οι τα
    """.split()  # noqa: SIM905 - words, as one reads them
)
_ALSO_PREPOSITIONS = frozenset({"a", "de"})
ONE_NAME = frozenset(
    {
        *("de facto", "de jure", "de novo", "el alto", "el paso", "el salvador", "la coruña"),
        *("la habana", "la haye", "la mancha", "la paz", "la plata", "la rioja", "la rochelle"),
        *("la réunion", "la spezia", "la valletta", "las palmas", "las vegas", "le havre"),
        *("le mans", "los angeles", "los ángeles", "los ríos"),
    }
)

_QUOTES = "\"'«»“”„‚‘’‹›(\\["
_APOSTROPHES = f"{APOSTROPHES}\u05f3\u05f4"
_HARAKAT = "\u064b-\u065f\u0670"

_ARTICLE = re.compile(
    rf"(?P<article>{'|'.join(sorted(_ARTICLES))})\s[\s{_QUOTES}]*(?P<next>[{SPOKEN}]+)",
    re.IGNORECASE,
)
_ELIDED = re.compile(rf"l[{_APOSTROPHES}]\s?[{_QUOTES}]*(?=[{SPOKEN}])", re.IGNORECASE)
_ARABIC = re.compile(rf"[اٱ][{_HARAKAT}]?ل[{_HARAKAT}]?(?=(?:[ء-غف-ي][{_HARAKAT}]*){{3}})")
_GAP = re.compile(f"[^{SPOKEN}]+")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")


def sort_key(name: str) -> bytes:
    """Return bytes that sort as a reader expects, whatever the script: digits, Latin, Greek, …

    Words are compared one after the other; quotes, brackets and other signs count as the gap
    between words, apostrophes not at all. A leading article is set aside when another word
    follows it, except when the two are one name ("De Facto", "Los Angeles"), when it is a
    preposition before an article ("De la rue") or an acronym in capitals ("LA Voice"). The
    Arabic article goes when at least three letters follow. At most `LONGEST_KEY` bytes.
    """
    heard = name[:LONGEST_TEXT]
    spoken = _GAP.sub(" ", _APOSTROPHE.sub("", _without_article(heard))).strip()
    key: bytes = _COLLATOR.getSortKey(spoken or heard)
    return key.rstrip(b"\0")[:LONGEST_KEY]


def _without_article(name: str) -> str:
    opening = _GAP.match(name)
    if opening:
        name = name[opening.end() :]
    attached = _ELIDED.match(name) or _ARABIC.match(name)
    if attached:
        return name[attached.end() :]
    found = _ARTICLE.match(name)
    if found and not _belongs(found["article"], found["next"]):
        return name[found.start("next") :]
    return name


def _belongs(article: str, following: str) -> bool:
    if len(article) > 1 and article.isupper() and not following.isupper():
        return True
    first, second = article.casefold(), following.casefold()
    if first in _ALSO_PREPOSITIONS and second in _ARTICLES | {"l"}:
        return True
    return f"{first} {second}" in ONE_NAME
