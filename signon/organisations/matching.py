"""Whether two names are one organisation's: surely the same, worth a look, or apart.

Nothing here decides by itself that two records are one: `same` says that a name is written
differently, `suggest` asks a person. Knowledge of a language, such as its legal forms, stands in
`legal_forms`, `places` and `vocabulary`.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from signon.organisations.handles import in_common
from signon.organisations.lookalikes import look_key
from signon.organisations.name_parser import Reading, key_alone, read
from signon.organisations.short_forms import spelt_out
from signon.organisations.similarity import ALIKE_IN_SOUND, FUZZY, LIKELY, similarity

K = TypeVar("K", bound=Hashable)

LOOKS = 0.9
"""What it is worth that a name looks like another one, with other letters in it."""


@dataclass(frozen=True)
class Match:
    """What is known about two names. `same` implies `suggest`."""

    score: float  # from 0, nothing in common, to 1, the same name
    suggest: bool  # likely enough that a person should look
    same: bool  # one name written differently: case, accents, signs, gaps, article, legal form


@dataclass(frozen=True)
class Suggestion(Generic[K]):
    """A stored name that may be the same body's."""

    key: K
    name: str
    match: Match


def compare(a: str, b: str) -> Match:
    """Return how two names relate, whichever stands first; any text will do.

    Two different legal forms ("X e.V.", "X gGmbH") are two bodies: suggested, not the same. A
    form on one side only is merely left out on the other.
    """
    match = _judge(read(a), read(b), alike=look_key(a) == look_key(b) != "")
    if not match.suggest and spelt_out(a) and spelt_out(a) == spelt_out(b):
        return _SHORTENED
    return match


def certain_key(name: str) -> str:
    """Return a name as it is when everything is gone that may differ in the same name.

    Two names are the `same` if and only if their keys are equal, not empty, and their legal forms
    do not conflict. `naming.key_of` is the narrower form, which keeps gaps between words, leading
    articles, legal forms and ways of writing "and". Equal `key_of` nearly always mean equal
    certain keys, but neither can be had from the other: this one reads signs before it drops them
    ("&", "e.V.", the hyphen of "AFL-CIO") and keeps the vowel signs of Indic scripts.

    At most `naming.KEY_LENGTH` characters: a longer key ends in a digest of its whole. Empty for
    a name in which nothing can be seen.
    """
    return key_alone(name)


_SHORTENED = Match(0.9, suggest=True, same=False)
"""One name in which words are shortened: a person has to say that they stand for the others."""


class Names(Generic[K]):
    """Names prepared once, to find those that a new name may repeat.

    What it finds is what `compare` suggests: every way of being alike either goes by a handle
    that both names share, or by a ratio of letters that is asked of all names at once.
    """

    def __init__(self, names: Iterable[tuple[K, str]]) -> None:
        self._names = list(names)
        self._readings = [read(name) for _, name in self._names]
        self._looks = [look_key(name) for _, name in self._names]
        self._by_handle: dict[str, list[int]] = defaultdict(list)
        for index, reading in enumerate(self._readings):
            for handle in (f"look {self._looks[index]}", *in_common(reading)):
                self._by_handle[handle].append(index)
        self._by_spelling: dict[str, list[int]] = defaultdict(list)
        for index, (_, name) in enumerate(self._names):
            self._by_spelling[spelt_out(name)].append(index)
        self._texts = [reading.whole.text for reading in self._readings]
        self._in_order = [reading.whole.in_order for reading in self._readings]
        self._sounds = {latin: self._heard(latin) for latin in (True, False)}

    def suggestions(self, name: str, most: int = 10) -> list[Suggestion[K]]:
        """Return the stored names to look at, best first, then in the order they were given."""
        asked, look = read(name), look_key(name)
        alike = set(self._by_handle.get(f"look {look}", ())) if look else set()
        spelling = spelt_out(name)
        shortened = set(self._by_spelling.get(spelling, ()) if spelling else ())
        found = []
        for index in sorted(self._candidates(asked) | alike | shortened):
            match = _judge(asked, self._readings[index], alike=index in alike)
            if not match.suggest and index in shortened:
                match = _SHORTENED
            key, known = self._names[index]
            found.append(Suggestion(key, known, match))
        found = [suggestion for suggestion in found if suggestion.match.suggest]
        return sorted(found, key=lambda one: (not one.match.same, -one.match.score))[:most]

    def _heard(self, latin: bool) -> tuple[dict[int, str], dict[int, str]]:
        chosen = {i: r for i, r in enumerate(self._readings) if r.latin == latin}
        return (
            {index: reading.skeleton for index, reading in chosen.items()},
            {index: reading.consonants for index, reading in chosen.items()},
        )

    def _candidates(self, asked: Reading) -> set[int]:
        found = {index for handle in in_common(asked) for index in self._by_handle.get(handle, ())}
        found |= _alike(asked.whole.text, self._texts, FUZZY)
        found |= _alike(asked.whole.in_order, self._in_order, FUZZY)
        skeletons, consonants = self._sounds[not asked.latin]
        found |= _alike(asked.skeleton, skeletons, ALIKE_IN_SOUND)
        return found | _alike(asked.consonants, consonants, ALIKE_IN_SOUND)


def _judge(a: Reading, b: Reading, *, alike: bool) -> Match:
    """Return how two readings relate; `alike` says that a reader may take one for the other."""
    if not a.key or not b.key:
        return Match(0.0, False, False)
    if a.key == b.key:
        same = a.forms <= b.forms or b.forms <= a.forms
        return Match(1.0 if same else 0.95, True, same)
    score = round(similarity(a, b), 4)
    if alike:
        return Match(max(score, LOOKS), True, False)
    return Match(score, score >= LIKELY, False)


def _alike(asked: str, texts: list[str] | dict[int, str], ratio: float) -> set[int]:
    if not asked or not texts:
        return set()
    found = process.extract(asked, texts, scorer=fuzz.ratio, score_cutoff=ratio, limit=None)
    return {index for _, _, index in found}
