"""Puts names of every script into one order, and makes them findable however they are typed."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

import icu

from signon.kernel.characters import HAN_AND_KANA, SPACED, SPOKEN, UNSEEN, UNSPACED

LONGEST_KEY = 300
LONGEST_WORD = 40
MOST_WORDS = 40
_LONGEST_TEXT = 2000

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
_APOSTROPHES = "'’‘`´′＇ʼʻʾʿ\u05f3\u05f4"
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
    heard = name[:_LONGEST_TEXT]
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


_FOLDED = {
    "ae": "æ", "oe": "œ", "th": "þ",
    "a": "ɑ", "b": "ɓ", "d": "đðɗɖ", "e": "əǝɛ", "f": "ƒ", "g": "ɣ", "h": "ħ", "i": "ıɩ", "k": "ƙ",
    "l": "ł", "n": "ŋɲ", "o": "øɔ", "t": "ŧ", "u": "ʊ", "v": "ʋ", "y": "ƴ", "г": "ґ",
    "'": "’‘ʼʻʾʿ",
    "ا": "ٱ", "ه": "ةۃہھە", "ي": "ىیېے", "ك": "ک",
    **{str(n): "".join(chr(zero + n) for zero in (0x660, 0x6F0, 0x966, 0x9E6)) for n in range(10)},
}  # fmt: skip
_LIKE = {letter: plain for plain, letters in _FOLDED.items() for letter in letters}
"""Letters that no table of Unicode takes apart, though people leave their strokes out."""

_DROPPED = re.compile(
    "["
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # accents
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # points of Hebrew
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08e1"
    f"\u08e3-\u08ff{UNSEEN}]+"
)
_UNLIKE = re.compile(f"[{''.join(_LIKE)}]")
_WORD = re.compile(f"(?P<letter>[{HAN_AND_KANA}])|(?P<run>[{UNSPACED}]+)|[{SPACED}]+")


def fold(text: str) -> str:
    """Return `text` as a searcher may type it: no case, accents, vowel signs or odd forms."""
    if text.isascii():
        return text.lower()
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return unicodedata.normalize("NFC", _UNLIKE.sub(lambda found: _LIKE[found[0]], bare))


def words(text: str) -> tuple[str, ...]:
    """Return the different folded words of a name or a search, in order, at most `MOST_WORDS`.

    Signs and apostrophes end a word. Han and kana give one word for each character, so that any
    part of a name finds it; Thai and its neighbours are split by ICU's dictionary.
    """
    found = (word[:LONGEST_WORD] for word in _each_word(fold(text[:_LONGEST_TEXT])))
    return tuple(islice(dict.fromkeys(found), MOST_WORDS))


def _each_word(folded: str) -> Iterator[str]:
    for match in _WORD.finditer(folded):
        if match["run"]:
            yield from _by_dictionary(match["run"])
        else:
            yield match[0]


def _by_dictionary(run: str) -> Iterator[str]:
    # Made anew each time: an iterator of ICU remembers its text, and threads would share it.
    breaks = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())
    breaks.setText(run)
    start = 0
    for end in breaks:
        yield run[start:end]
        start = end
