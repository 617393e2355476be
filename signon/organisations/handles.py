"""What names that may be one organisation's have in common, so that an index finds them.

`matching.Names` asks every name it holds how many letters are alike. That is no way to look among
all that a database holds: there a name is found by its handles, and only what shares one of them is
compared. Of the names in `tests/organisations/name_pairs.csv` all that `matching.compare` suggests
share a handle; of names with two random slips in them, 97 of 100 do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations, pairwise

from signon.kernel.text import fold
from signon.organisations.lookalikes import look_key
from signon.organisations.name_parser import Part, Reading, read
from signon.organisations.phonetics import consonants, sound
from signon.organisations.short_forms import spelt_out
from signon.organisations.vocabulary import GENERIC

REVISION = "1"
"""Raised whenever a handle is made otherwise, or `matching` finds other names alike."""

VERSION = f"{REVISION}/{fold.VERSION}"
"""Which rules made a handle; at most 60 characters."""

_MOST_WORDS = 4
_FEW_WORDS = 2
"""Names of so few words may share none of them, once both are misspelt."""

_SHORT = 26
"""Letters of a name that is looked for by its first and last ones."""

_EDGE = 5
_SHORTEST = 3
_HEARD_WORDS = 2
_HEARD_EDGE = 4


@dataclass(frozen=True)
class Handles:
    """Numbers by which a name is found, and those by which it finds others; mostly the same."""

    kept: frozenset[int]
    asked: frozenset[int]


def handles_of(names: Iterable[str]) -> Handles:
    """Return the handles of an organisation that is called so; any text will do."""
    kept, asked = set[str](), set[str]()
    for name in names:
        reading = read(name)
        plain = {*_written(name), *(_of_numbers(reading, one) for one in _all(reading))}
        mine, theirs = ("L", "N") if reading.latin else ("N", "L")
        heard = set(_heard(reading))
        kept |= plain | {f"{mine} {one}" for one in heard}
        asked |= plain | {f"{theirs} {one}" for one in heard}
    return Handles(frozenset(map(_number, kept)), frozenset(map(_number, asked)))


def in_common(reading: Reading) -> Iterator[str]:
    """Yield what two names share when they are alike for another reason than their letters."""
    yield f"key {reading.key}"
    yield f"core {' '.join(reading.whole.core)}"
    for part in (reading.whole, *reading.parts):
        yield f"text {part.text}"
        for letters, place in part.acronyms | part.initials:
            yield f"acronym {letters} {place}"


def _written(name: str) -> Iterator[str]:
    """Yield what is alike whatever numbers stand in two names."""
    yield from (f"look {look}" for look in (look_key(name),) if look)
    yield from (f"spelt {words}" for words in (spelt_out(name),) if words)
    yield f"key {read(name).key}"


def _of_numbers(reading: Reading, handle: str) -> str:
    """Return a handle of names with the same numbers only: others are never one body's."""
    return f"{handle}|{','.join(reading.numbers)}"


def _all(reading: Reading) -> Iterator[str]:
    nothing = (f"key {reading.key}", "core ", "text ")
    yield from (handle for handle in in_common(reading) if handle not in nothing)
    yield from _letters(reading.whole)


def _letters(whole: Part) -> Iterator[str]:
    """Yield what is left of a name in spite of a slip or two: two of its words, or most of one."""
    longest = sorted(_own_words(whole), key=lambda word: (-len(word), word))
    yield from (f"two {a} {b}" for a, b in combinations(sorted(longest[:_MOST_WORDS]), 2))
    if len(longest) <= _FEW_WORDS:
        yield from (f"one {left}" for word in longest for left in _with_a_letter_less(word))
    elif len(longest) == _FEW_WORDS + 1:
        yield from (f"one {word}" for word in longest)
    if len(whole.words) <= _MOST_WORDS:  # "Alarm Phone", which others write "Alarmphone"
        yield from (f"one {a.text}{b.text}" for a, b in pairwise(whole.words))
    if _EDGE <= len(whole.text) <= _SHORT:
        yield from (f"edge {whole.text[:_EDGE]}", f"edge {whole.text[-_EDGE:]}")


def _own_words(whole: Part) -> set[str]:
    own = {word.place or word.text for word in whole.words if word.text not in GENERIC}
    return own or {word.text for word in whole.words}


def _with_a_letter_less(word: str) -> set[str]:
    """Return a word, and what is left of it without any one letter: two that are a slip apart
    have one of these in common."""
    shorter = (word[:place] + word[place + 1 :] for place in range(len(word)))
    return {word, *(left for left in shorter if len(left) >= _SHORTEST)}


def _heard(reading: Reading) -> Iterator[str]:
    """Yield how a name sounds, by which only names in another alphabet find it."""
    longest = sorted(set(reading.whole.spoken), key=lambda word: (-len(word), word))
    for word in longest[:_HEARD_WORDS]:
        yield from (f"sound {heard}" for heard in (sound(word),) if len(heard) > _SHORTEST)
        yield from (f"bones {heard}" for heard in (consonants(word),) if len(heard) >= _SHORTEST)
    if len(reading.skeleton) > _SHORTEST:
        yield f"begins {reading.skeleton[:_HEARD_EDGE]}"


def _number(handle: str) -> int:
    digest = blake2b(handle.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
