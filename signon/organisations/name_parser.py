"""Takes a name apart: legal forms, segments, words, places, initials."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import product
from typing import NamedTuple

from signon.kernel.text.characters import SPOKEN
from signon.kernel.text.collation import ONE_NAME
from signon.kernel.text.fold import APOSTROPHES, DOTTED, GERSHAYIM, HYPHENS, fold
from signon.organisations.legal_forms import JOINT, STOPS, Words, without_forms, without_touching
from signon.organisations.naming import KEY_LENGTH
from signon.organisations.phonetics import consonants, sound
from signon.organisations.places import read_places
from signon.organisations.vocabulary import (
    ARTICLES,
    COMPOUNDED,
    CONJUNCTIONS,
    ELISIONS,
    GENERIC,
    LEFT_OUT_OF_ACRONYMS,
    ROMAN,
    STOP_WORDS,
    loose,
)

LONGEST_READ = 400
"""Characters of a name that are looked at for similarity; a key takes in every one."""

LONGEST_NAME = 2000
"""A text beyond this is no name: it is the same as itself, and nothing is taken out of it."""

AND = "&"

_MOST_WORDS_OF_AN_ACRONYM = 14
_MOST_CHOICES = 5
_WITH_ITS_ACRONYM = 2
_ACRONYM = re.compile(r"[^\W\d_]{3,10}")

_US_CHARITY = re.compile(r"501\s?\(?c\)?\s?\(?3\)?")
_GEORGIAN = re.compile(r"ა\(ა\)იპ")
_CAPITALS_FIRST = re.compile(
    r"\W*(?:LA|IL|EL|DE|LE|LO|LOS|LAS|LES|DER|DIE|DAS|HET|GLI)\s+(?P<next>\w+)"
)
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_BREAK = re.compile(r"[,;:|/()\[\]{}«»“”„\"•‣]|\s[-‐‑‒−~]{1,3}|[-‐‑‒−~]{1,3}\s|[–—―]")
_WORD = re.compile(f"{JOINT}?[{SPOKEN}]+{STOPS}?|&")
_HYPHEN = re.compile(rf"(?<=\w)[{HYPHENS}](?=\w)")
_SEMITIC = re.compile("[\u0590-\u06ff]")
_ARABIC_ARTICLE = re.compile("^ال(?=[ء-ي]{3})")
_DIGITS = re.compile(r"\d+")
_NUMBERS_MEET = re.compile(r"(?<=\d) (?=\d)")
_ELIDED = re.compile(rf"\b(?:{'|'.join(ELISIONS)})[{APOSTROPHES}](?=[^\W\d_])")
_WEBSITE = re.compile(
    r"\s*(?:https?://)?(?:www\.)?(?:[a-z0-9-]+\.)*?(?P<label>[a-z0-9-]{3,})"
    r"\.(?:(?:co|org|com|ngo|or|ac)\.)?(?:org|net|com|eu|info|int|ngo|ong|[a-z]{2})/?\s*"
)
_ONE_NAME = frozenset(fold(name) for name in ONE_NAME)


class Word(NamedTuple):
    """A word in its loose form, the code of the country or region that it names, and itself."""

    text: str
    place: str
    written: str


@dataclass(frozen=True)
class Part:
    """A whole name, or what stands before, between or after its brackets, commas and dashes."""

    words: tuple[Word, ...]
    written: tuple[str, ...]  # the words with the little ones between them

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        return tuple(map(loose, self.written))

    @cached_property
    def text(self) -> str:
        return "".join(self.spoken)

    @cached_property
    def in_order(self) -> str:
        return " ".join(sorted(word.place or word.text for word in self.words))

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The words that are not the mere kind of a body, in alphabetical order."""
        own = [word.place or word.text for word in self.words if word.text not in GENERIC]
        return tuple(sorted(own))

    @cached_property
    def places(self) -> frozenset[str]:
        return frozenset(word.place for word in self.words if word.place)

    @cached_property
    def acronyms(self) -> frozenset[tuple[str, str]]:
        """What may be an acronym here, with the place or word that stands after it."""
        own = [word for word in self.words if word.text not in GENERIC]
        if not 1 <= len(own) <= _WITH_ITS_ACRONYM or not _ACRONYM.fullmatch(own[0].written):
            return frozenset()
        beside = own[1].place or own[1].text if len(own) > 1 else ""
        return frozenset({(own[0].written, beside)})

    @cached_property
    def initials(self) -> frozenset[tuple[str, str]]:
        """The acronyms these words may have; also of all but the last, which then stands beside."""
        if len(self.words) < 2:
            return frozenset()
        found = {(letters, "") for letters in _initials(self.written)}
        last = self.words[-1]
        if len(self.words) > 2 and self.written[-1] == last.written:
            beside = last.place or last.text
            found |= {(letters, beside) for letters in _initials(self.written[:-1])}
        return frozenset(found)


@dataclass(frozen=True)
class Reading:
    """A name as it is compared."""

    key: str
    forms: frozenset[str]
    numbers: tuple[str, ...]
    whole: Part
    parts: tuple[Part, ...]  # none when the name is of one piece
    latin: bool
    semitic: bool

    @cached_property
    def skeleton(self) -> str:
        return sound(" ".join(self.whole.spoken))

    @cached_property
    def consonants(self) -> str:
        return consonants(" ".join(self.whole.spoken))


@lru_cache(maxsize=256)
def read(name: str) -> Reading:
    """Return what there is to compare of any text."""
    folded = fold(name)
    segments, forms = _segments(name)
    key = _key(segments, folded, name)
    if len(name) > LONGEST_READ:
        segments, _ = _segments(name[:LONGEST_READ])
    site = _WEBSITE.fullmatch(folded[:LONGEST_READ])
    if site:
        segments = [site["label"].split("-")]
    parts = tuple(part for part in map(_part, _by_script(segments)) if part.text)
    whole = _part([word for segment in segments for word in segment])
    latin = all(map(_is_latin, whole.spoken))
    semitic = bool(_SEMITIC.search(whole.text))
    parts = parts if len(parts) > 1 else ()
    return Reading(key, forms, _numbers(segments), whole, parts, latin, semitic)


def key_alone(name: str) -> str:
    """Return the key of a reading, for those who want nothing else of a name."""
    segments, _ = _segments(name)
    return _key(segments, fold(name), name)


def _segments(name: str) -> tuple[list[Words], frozenset[str]]:
    """Return the folded words of every segment of a name, and the legal forms taken out."""
    if len(name) > LONGEST_NAME:
        return [_WORD.findall(fold(name))], frozenset()
    text = GERSHAYIM.sub("", _GEORGIAN.sub("ააიპ", _US_CHARITY.sub(" 501c3 ", fold(name))))
    text, touching = without_touching(text)
    text = DOTTED.sub(_joined, text)
    text = _APOSTROPHE.sub("", _ELIDED.sub(lambda found: f"{found[0][:-1]} ", text))
    text = _HYPHEN.sub(JOINT, text)
    segments = [_WORD.findall(piece) for piece in _BREAK.split(text)]
    left, forms = without_forms([words for words in segments if words])
    plain = [[word.strip(JOINT + STOPS) for word in words] for words in left]
    joined = _with_and(plain)
    return joined if _begins_in_capitals(name) else _without_article(joined), forms | touching


def _begins_in_capitals(name: str) -> bool:
    """Tell whether what looks like an article is an acronym: "LA Voice", but not "LA VOIX"."""
    found = _CAPITALS_FIRST.match(name)
    return found is not None and not found["next"].isupper()


def _joined(found: re.Match[str]) -> str:
    return "".join(sign for sign in found[0] if sign not in ". ") + STOPS + " "


def _with_and(segments: list[Words]) -> list[Words]:
    """Write every "and" alike; what opens or closes the name joins nothing and may be a name."""
    flat = [[AND if word in CONJUNCTIONS else word for word in words] for words in segments]
    if flat and flat[0][0] == AND:
        flat[0][0] = segments[0][0]
    if flat and flat[-1][-1] == AND:
        flat[-1][-1] = segments[-1][-1]
    return flat


def _without_article(segments: list[Words]) -> list[Words]:
    first, *rest = segments or [[]]
    if not first or first[0] not in ARTICLES:
        return segments
    following = first[1:2] or (rest[0][:1] if rest else [])
    if not following or following[0] in ARTICLES or f"{first[0]} {following[0]}" in _ONE_NAME:
        return segments
    return [words for words in ([*first[1:]], *rest) if words]


def _key(segments: list[Words], folded: str, name: str) -> str:
    words = " ".join(word for segment in segments for word in segment)
    key = _close_up(words) or " ".join(folded.split()) or "".join(filter(str.isalpha, name))
    if len(key) <= KEY_LENGTH:
        return key
    digest = sha256(key.encode("utf-8", "replace")).hexdigest()
    return key[: KEY_LENGTH - len(digest)] + digest


def _close_up(words: str) -> str:
    """Take the gaps between words away, except between two numbers; and the Arabic article."""
    joined = _NUMBERS_MEET.sub("_", words).replace(" ", "")
    return _ARABIC_ARTICLE.sub("", joined)


def _part(segment: Words) -> Part:
    spoken = [word for word in segment if word != AND]
    words = tuple(
        Word(loose(text), place, text)
        for text, place in read_places([word for word in spoken if word not in STOP_WORDS])
    )
    return Part(words, tuple(spoken))


def _by_script(segments: Iterable[Words]) -> Iterator[Words]:
    """Break segments further where Latin letters and others meet."""
    for segment in segments:
        piece: Words = []
        for word in segment:
            if piece and word != AND and _is_latin(word) != _is_latin(piece[0]):
                yield piece
                piece = []
            piece.append(word)
        yield piece


def _is_latin(word: str) -> bool:
    return word[0] < "\u0370"


def _numbers(segments: list[Words]) -> tuple[str, ...]:
    words = [word for segment in segments for word in segment]
    digits = [number.lstrip("0") for word in words for number in _DIGITS.findall(word)]
    return tuple(sorted([*digits, *(word for word in words if word in ROMAN)]))


def _initials(spoken: tuple[str, ...]) -> set[str]:
    """Return acronyms of words.

    Little words give a letter or none, compounds one or two; of the others one may give two.
    """
    if len(spoken) > _MOST_WORDS_OF_AN_ACRONYM:
        return set()
    choices = [_letters_of(word) for word in spoken]
    if sum(len(choice) > 1 for choice in choices) > _MOST_CHOICES:
        choices = [choice[:1] for choice in choices]
    found = {"".join(letters) for letters in product(*choices)}
    plain = [word for word in spoken if word not in LEFT_OUT_OF_ACRONYMS]
    first = [word[0] for word in plain]
    for index, word in enumerate(plain):
        found.add("".join([*first[:index], word[:2], *first[index + 1 :]]))
    return {letters for letters in found if len(letters) > 2}


def _letters_of(word: str) -> tuple[str, ...]:
    if word in LEFT_OUT_OF_ACRONYMS:
        return "", word[0]
    for second in COMPOUNDED:
        if word.endswith(second) and len(word) > len(second) + 2:
            return word[0], word[0] + second[0]
    return (word[0],)
