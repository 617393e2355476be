"""The one way in which a text is folded to be searched and matched, and the words made of it.

What is stored is found however it is typed: without accents, vowel signs, articles or signs, in
another width, with other forms of a letter. The raw text is always kept beside what is made here.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, islice

import icu

from signon.kernel.domains import is_public
from signon.kernel.text.characters import HAN_AND_KANA, SPACED, UNSEEN, UNSPACED

LONGEST_WORD = 40
MOST_WORDS = 40
MOST_FORMS = 100
LONGEST_TEXT = 2000

REVISION = "1"
"""Raised whenever a rule below changes, so that what was stored under the old ones is redone."""

VERSION = f"{REVISION}/{unicodedata.unidata_version}/{icu.ICU_VERSION}"
"""Which rules and tables folded a text; at most 40 characters, stored beside the words."""

APOSTROPHES = "'’‘`´′＇ʼʻʾʿ"
HYPHENS = "-‐‑"
_ACUTE, _JOINER = "´", "\u200c"

_LETTERS = {
    "ae": "æ", "oe": "œ", "th": "þ",
    "a": "ɑ", "b": "ɓ", "d": "đðɗɖ", "e": "əǝɛ", "f": "ƒ", "g": "ɣ", "h": "ħ", "i": "ıɩ", "k": "ƙ",
    "l": "ł", "n": "ŋɲ", "o": "øɔ", "t": "ŧ", "u": "ʊ", "v": "ʋ", "y": "ƴ", "г": "ґ",
    "'": "’‘ʼʻʾʿ",
    "ا": "ٱ", "ه": "ةۃہھە", "ي": "ىیېۍے", "ك": "کڪ",
}  # fmt: skip
_LIKE = {letter: plain for plain, letters in _LETTERS.items() for letter in letters}
"""Letters that no table of Unicode takes apart, though people leave their strokes out."""

_DIGITS = {
    sign: str(unicodedata.decimal(sign))
    for sign in map(chr, range(0x80, 0x20000))
    if unicodedata.category(sign) == "Nd"
}
_LIKE |= _DIGITS

_DROPPED = re.compile(
    "["
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0483-\u0487"  # accents
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # points of Hebrew
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08e1"
    "\u0711\u0730-\u074a\u08e3-\u08ff"  # vowels of Arabic and Syriac, tatweel
    f"\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc{UNSEEN}]+"  # the dot of Indic scripts
)
# One range for all the digits past the first plane: there `re` tries one range after the other.
_FIRST_PLANE = "".join(sign for sign in _LIKE if ord(sign) <= 0xFFFF)
_UNLIKE = re.compile(f"[{_FIRST_PLANE}\U00010000-\U0001ffff]")

DOTTED = re.compile(r"(?<![\w.])(?:(?:[^\W\d_]\.){1,9}|(?:[^\W\d_]\. ){1,9})[^\W\d_](?:\.|(?!\w))")
"""Letters with full stops between them, in a folded text: "u.s.a.", "e. v."."""

GERSHAYIM = re.compile("(?<=[א-ת])[\"״'׳](?=[א-ת])")
"""The sign before the last letter of a Hebrew acronym, as it is typed."""

_ARTICLE = re.compile("^(?:[وف]?[بك]?ال|[وف]?لل)(?=[ء-ي]{3})")
_CONJUNCTION = re.compile("^[وف](?=[بك]?ال[ء-ي]{3}|لل[ء-ي]{3})")
_PREPOSITION = re.compile("^(?:[وف]?[بكل]|[وف])(?=[ء-ي]{4})")

_LETTER_DOT = "\x01"
_ANY = f"(?P<letter>[{HAN_AND_KANA}])|(?P<run>[{UNSPACED}]+)"
_WORD = re.compile(f"(?P<word>[{SPACED}]+)|{_ANY}")
_JOINTS = f"[{_LETTER_DOT}·'`′{HYPHENS[1:]}-]"
_TOKEN = re.compile(f"(?P<word>[{SPACED}]+(?:(?:{_JOINTS}|\\.)[{SPACED}]+)*)|{_ANY}")
_JOINT = re.compile(f"{_JOINTS}|\\.")
_ELIDED = re.compile("(?<!.)[^\\W\\d_]['`′]")
_PLAIN_TOKEN = re.compile(rf"[a-z0-9]+(?:[{_LETTER_DOT}'`.-][a-z0-9]+)*")
_PLAIN_WORD = re.compile("[a-z0-9]+")
_ADDRESS = re.compile(r"\s*(?:https?://(?:www\.)?|www\.)(?P<host>[^\s/?#:]+)\S*\s*", re.IGNORECASE)

_SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_UMLAUT = re.compile(f"[{''.join(_SPELT_OUT)}]")


def fold(text: str) -> str:
    """Return `text` as a searcher may type it: no case, accents, vowel signs or odd forms."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text.replace(_ACUTE, "'"))
    bare = _UNLIKE.sub(_plain, _DROPPED.sub("", bare).casefold())
    return unicodedata.normalize("NFC", bare)


def _plain(found: re.Match[str]) -> str:
    return _LIKE.get(found[0], found[0])


def words(text: str) -> tuple[str, ...]:
    """Return the different folded words of a text, in order, at most `MOST_WORDS`.

    Signs and apostrophes end a word. Han and kana give one word for each character, so that any
    part of a name finds it; Thai and its neighbours are split by ICU's dictionary.
    """
    folded = fold(text[:LONGEST_TEXT])
    if folded.isascii():
        found: Iterator[str] = iter(_PLAIN_WORD.findall(folded))
    else:
        found = chain.from_iterable(map(_pieces, _WORD.finditer(folded)))
    return _distinct(found, MOST_WORDS)


def index_words(text: str) -> tuple[str, ...]:
    """Return every form under which a text is to be found, at most `MOST_FORMS`.

    Beside its `words`: what apostrophes, hyphens or full stops between letters join ("obrien",
    "usa"), Arabic words without article, conjunction and preposition, and "ue" for "ü".
    """
    found = (_every_form(_prepared(one)) for one in _spellings(text[:LONGEST_TEXT]))
    return _distinct(chain.from_iterable(found), MOST_FORMS)


def domain_words(host: str) -> tuple[str, ...]:
    """Return the forms under which a website's host is to be found: itself, and its parents."""
    labels = fold(_readable(host)).split(".")
    whole = (".".join(labels[at:]) for at in range(len(labels) - 1))
    return _distinct(whole, MOST_FORMS)


def query_words(text: str) -> tuple[tuple[str, ...], ...]:
    """Return what a search asks for: for each word the beginnings of which one has to be there.

    Empty when there is nothing in it to search for: signs, or a picture.
    """
    address = _ADDRESS.fullmatch(text[:LONGEST_TEXT])
    spellings = _spellings(address["host"] if address else text[:LONGEST_TEXT])
    asked = [[form for token in _typed_tokens(one) for form in token] for one in spellings]
    if len({len(one) for one in asked}) > 1:
        asked = asked[:1]
    together = (_shortest(tuple(chain.from_iterable(forms))) for forms in zip(*asked, strict=True))
    return tuple(islice(dict.fromkeys(together), MOST_WORDS))


def without_arabic_article(word: str) -> str:
    """Return a folded word without the Arabic article and what is written together with it."""
    return _ARTICLE.sub("", word)


def _distinct(found: Iterator[str], most: int) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(word[:LONGEST_WORD] for word in found), most))


def _spellings(text: str) -> tuple[str, ...]:
    """Return a text, and once more with its umlauts written as two letters if it has any."""
    if text.isascii():
        return (text,)
    lower = unicodedata.normalize("NFC", text).lower()
    spelt_out = _UMLAUT.sub(lambda found: _SPELT_OUT[found[0]], lower)
    return (text,) if spelt_out == lower else (text, spelt_out)


def _prepared(text: str) -> str:
    """Return a folded text in which letters with full stops between them are held together."""
    folded = GERSHAYIM.sub("", fold(text.replace(_JOINER, HYPHENS[0])))
    return DOTTED.sub(_held_together, folded) if "." in folded else folded


def _held_together(found: re.Match[str]) -> str:
    return _LETTER_DOT.join(sign for sign in found[0] if sign not in ". ") + " "


def _every_form(folded: str) -> Iterator[str]:
    if folded.isascii():
        for plain in _PLAIN_TOKEN.findall(folded):
            yield from (plain,) if plain.isalnum() else _taken_apart(plain)
        return
    for token in _TOKEN.finditer(folded):
        pieces = _pieces(token)
        yield from pieces if len(pieces) == 1 or token["run"] else _taken_apart(token[0])
        for piece in pieces:
            if "ء" <= piece[0] <= "ي":
                yield from _without_prefixes(piece)


def _taken_apart(token: str) -> list[str]:
    said = token.replace(_LETTER_DOT, "")
    letters = _JOINT.split(token) if _LETTER_DOT in token else []
    return [*_JOINT.split(said), _whole(said), *letters]


def _whole(said: str) -> str:
    """Return a token as one word: what looks like a host with its full stops and hyphens."""
    return said if "." in said else _JOINT.sub("", said)


def _without_prefixes(word: str) -> Iterator[str]:
    for prefix in (_CONJUNCTION, _ARTICLE, _PREPOSITION):
        bare = prefix.sub("", word)
        if bare != word:
            yield bare


def _typed_tokens(text: str) -> Iterator[list[tuple[str, ...]]]:
    """Yield for each token its words, each with the forms that stand for it."""
    for token in _TOKEN.finditer(_prepared(text)):
        if not token["word"]:
            yield [(piece,) for piece in _pieces(token)]
            continue
        said = token[0].replace(_LETTER_DOT, "")
        whole = _whole(said)
        # Of "l'aide" only "aide" is asked for; and of a host no part, as "org" is in most of them.
        pieces = [said] if is_public(said) else _JOINT.split(_ELIDED.sub("", said))
        yield [(piece, without_arabic_article(piece), whole) for piece in pieces]


def _shortest(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the forms that begin with another one, which finds them as well."""
    cut = sorted({form[:LONGEST_WORD] for form in forms})
    kept: list[str] = []
    for form in cut:
        if not kept or not form.startswith(kept[-1]):
            kept.append(form)
    return tuple(kept)


def _pieces(token: re.Match[str]) -> list[str]:
    if token["run"]:
        return list(_by_dictionary(token["run"]))
    word = token[0]
    return [word] if word.isalnum() else _JOINT.split(word)


def _by_dictionary(run: str) -> Iterator[str]:
    # Made anew each time: an iterator of ICU remembers its text, and threads would share it.
    breaks = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())
    breaks.setText(run)
    start = 0
    for end in breaks:
        yield run[start:end]
        start = end


def _readable(host: str) -> str:
    """Return a host as people read it: "münchen.example" for its form in ASCII."""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
