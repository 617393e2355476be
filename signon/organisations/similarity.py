"""How alike two names are that are not the same: misspelt, abbreviated, rearranged, romanised."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from signon.kernel.text.characters import HAN_AND_KANA, UNSPACED
from signon.organisations.legal_forms import STOPS
from signon.organisations.name_parser import Part, Reading, Word
from signon.organisations.vocabulary import (
    ARTICLES,
    CHAPTERS,
    CONJUNCTIONS,
    GENERIC,
    NEGATIONS,
    OPPOSED,
    STOP_WORDS,
    WINGS,
)

LIKELY = 0.6
"""From this score on, a pair is shown to a person."""

FUZZY = 72.0
"""Below this ratio of letters two names are not looked at for misspellings."""

ALIKE_IN_SOUND = 80.0

_MOST_WORDS = 40
_UNSPACED = re.compile(f"[{HAN_AND_KANA}{UNSPACED}]")


def similarity(a: Reading, b: Reading) -> float:
    """Return a score from 0 to 1 for two names whose keys differ; symmetric.

    Numbers and countries on both sides that differ tell bodies apart, whatever else is alike.
    """
    if not a.whole.text or not b.whole.text:
        return 0.0
    a, b = sorted((a, b), key=lambda reading: reading.key)
    apart = fuzz.ratio(a.whole.text, b.whole.text) / 100 * LIKELY * 0.99
    if a.numbers != b.numbers:
        return apart
    if _of_different_places(a.whole, b.whole):
        return _acronym(a.whole, b.whole) or apart  # "DRC" is short for a country as well
    found = max(
        0.95 if a.whole.text == b.whole.text else 0.0,
        _spelling(a, b),
        _core(a.whole, b.whole),
        _acronym(a.whole, b.whole),
        _parts(a, b),
        _parts(b, a),
        _sound(a, b),
    )
    return found or apart


def near(a: str, b: str, context: int) -> bool:
    """Tell whether two words are one word misspelt, given the letters that agree around them."""
    if a == b:
        return True
    shorter, longer = sorted((len(a), len(b)))
    if longer - shorter > 2:
        return False
    allowed = _edits_allowed(shorter, shorter + context)
    distance = OSA.distance(a, b, score_cutoff=2)
    if distance > allowed:
        return _letters_mixed_up(a, b)
    if distance == 2:
        return a[0] == b[0] or shorter >= 9
    return shorter > 5 or _likely_slip(a, b, shorter + context)


def _edits_allowed(length: int, all_letters: int) -> int:
    if length >= 9 or (length >= 7 and all_letters >= 12) or (length >= 6 and all_letters >= 16):
        return 2
    if length >= 6:
        return 1
    if length >= 4:
        return int(all_letters >= 8)
    return int(length >= 2 and all_letters >= 10)


def _letters_mixed_up(a: str, b: str) -> bool:
    return len(a) >= 5 and a[0] == b[0] and sorted(a) == sorted(b) and OSA.distance(a, b) <= 2


def _likely_slip(a: str, b: str, all_letters: int) -> bool:
    """Tell whether one edit of a short word is rather a slip than another word."""
    if len(a) == len(b):
        swapped = sorted(a) == sorted(b)
        first = a[0] == b[0] or len(a) > 4
        return swapped or (first and all_letters >= (8 if len(a) > 4 and a[0] == b[0] else 10))
    return a[0] == b[0] or all_letters >= 10


def _opposed(a: Word, b: Word) -> bool:
    shorter, longer = sorted((a.written, b.written), key=len)
    if any(longer == negation + shorter for negation in NEGATIONS):
        return True
    return a.text in OPPOSED and b.text in OPPOSED and a.text[:3] != b.text[:3]


def _lengthened(a: str, b: str) -> bool:
    """Tell whether a word is added to another in a script that leaves no gap between them."""
    shorter, longer = sorted((a, b), key=len)
    apart = longer.startswith(shorter) or longer.endswith(shorter)
    return apart and _UNSPACED.search(longer) is not None


def _of_different_places(a: Part, b: Part) -> bool:
    return bool(a.places and b.places and not (a.places <= b.places or b.places <= a.places))


def _spelling(a: Reading, b: Reading) -> float:
    """Score names whose words, in any order, are the same but for misspellings."""
    letters = max(
        fuzz.ratio(a.whole.text, b.whole.text), fuzz.ratio(a.whole.in_order, b.whole.in_order)
    )
    if letters < FUZZY or max(len(a.whole.words), len(b.whole.words)) > _MOST_WORDS:
        return 0.0
    left, right = _unmatched(a.whole, b.whole)
    if not left and not right:
        return 0.7 + letters / 400
    if not right:
        return _score_of_added(left, a, b)
    if not left:
        return _score_of_added(right, b, a)
    return 0.65 + letters / 500 if _written_apart(left, right, a.whole, b.whole) else 0.0


def _unmatched(a: Part, b: Part) -> tuple[list[Word], list[Word]]:
    """Return the words of either side that have no equal or nearly equal word on the other."""
    left, right = list(a.words), list(b.words)
    for word in a.words:
        equal = next((other for other in right if _equal(word, other)), None)
        if equal is not None:
            left.remove(word)
            right.remove(equal)
    context = min(len(a.text) - len(_joined(left)), len(b.text) - len(_joined(right)))
    for word in list(left):
        close = next((other for other in right if _nearly(word, other, context)), None)
        if close is not None:
            left.remove(word)
            right.remove(close)
    return left, right


def _equal(a: Word, b: Word) -> bool:
    return a.text == b.text or bool(a.place and a.place == b.place)


def _nearly(a: Word, b: Word, context: int) -> bool:
    if (a.place and b.place) or _opposed(a, b) or _lengthened(a.written, b.written):
        return False
    return near(a.text, b.text, context) or near(a.written, b.written, context)


def _written_apart(left: list[Word], right: list[Word], a: Part, b: Part) -> bool:
    """Tell whether what is left over is the same when written together: "Alarm Phone"."""
    if len(left) == len(right) == 1 or any(word.place for word in (*left, *right)):
        return len(left) != len(right) and near(_joined(left), _joined(right), len(a.text))
    if len(left) == len(right):
        return False
    context = min(len(a.text), len(b.text)) - min(len(_joined(left)), len(_joined(right)))
    return near(_joined(left), _joined(right), context)


def _joined(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _score_of_added(added: Sequence[Word], longer: Reading, shorter: Reading) -> float:
    """Score a name by what it adds to another: its acronym, the kind of body, perhaps a town."""
    if all(word.text in GENERIC for word in added):
        return 0.65
    if len(added) > 1:
        return 0.0
    word = added[0]
    if (word.written, "") in shorter.whole.initials or _is_little(word, longer, shorter):
        return 0.7
    a_piece = word.place or word.text in CHAPTERS | WINGS | OPPOSED
    at_the_end = word == longer.whole.words[-1]
    return LIKELY * (at_the_end and len(shorter.whole.words) > 2 and not a_piece)


def _is_little(word: Word, longer: Reading, shorter: Reading) -> bool:
    """Tell whether a word is "für", "and", an article or a legal form, misspelt."""
    missing = {*shorter.whole.written} - {*longer.whole.written}
    little = CONJUNCTIONS | (missing & STOP_WORDS)
    if word.written == longer.whole.written[0] and len(word.written) > 1:
        little |= ARTICLES
    if word.written == longer.whole.written[-1]:
        little |= {form.rstrip(STOPS) for form in shorter.forms - longer.forms}
    return any(OSA.distance(word.written, meant) <= 1 for meant in little if len(meant) > 1)


def _core(a: Part, b: Part) -> float:
    """Score names that differ by "Association", "Foundation" and the like on one side."""
    if not a.core or a.core != b.core or len("".join(a.core)) < 3:
        return 0.0
    kinds_a = {word.text for word in a.words} & GENERIC
    kinds_b = {word.text for word in b.words} & GENERIC
    if kinds_a <= kinds_b or kinds_b <= kinds_a:
        return 0.85
    return 0.0


def _acronym(a: Part, b: Part) -> float:
    if a.acronyms & b.initials or b.acronyms & a.initials:
        return 0.75
    return 0.0


def _parts(a: Reading, b: Reading) -> float:
    """Score a name of several parts, such as "CIR – Consiglio …", against another name."""
    scores = [
        _part_against(index, a.parts, b.whole)
        for index in range(len(a.parts))
        if not _tells_apart(a.parts[:index] + a.parts[index + 1 :], b.whole)
    ]
    if a.parts and b.parts:
        scores.append(_both_in_parts(a, b))
    return max(scores, default=0.0)


def _part_against(index: int, parts: Sequence[Part], other: Part) -> float:
    part = parts[index]
    if part.text != other.text:
        return 0.7 * bool(_acronym(part, other))
    if len(part.text) < 3 or (part.places and len(part.words) == 1):
        return 0.0
    if index == 0 or len(part.words) == 1 or len(parts[0].words) == 1:
        return 0.8
    # A body named after the dash may be the larger one to which the first belongs.
    return 0.8 * (_acronym(part, parts[0]) > 0 or not _same_script(part, parts[0]))


def _same_script(a: Part, b: Part) -> bool:
    return (a.text[0] < "\u0370") == (b.text[0] < "\u0370")


def _tells_apart(rest: Sequence[Part], other: Part) -> bool:
    """Tell whether further parts name a country, a chapter or a wing that `other` does not."""
    known = {word.text for word in other.words} | other.places
    return any(
        (word.place and len(part.words) == 1 and word.place not in known)
        or (word.text in CHAPTERS | WINGS and word.text not in known and len(part.words) < 4)
        for part in rest
        for word in part.words
    )


def _both_in_parts(a: Reading, b: Reading) -> float:
    """Score two names that share a part when what else one of them says is its acronym."""
    for part in a.parts:
        for other in b.parts:
            if part.text == other.text and len(part.words) > 1 and len(part.text) > 7:
                rest = [p for p in (*a.parts, *b.parts) if p.text != part.text]
                if any(_acronym(p, part) for p in rest) and not _tells_apart(rest, part):
                    return 0.7
    return 0.0


def _sound(a: Reading, b: Reading) -> float:
    """Score a name against its romanisation."""
    if a.latin == b.latin:
        return 0.0
    heard = fuzz.ratio(a.skeleton, b.skeleton)
    if (a.semitic or b.semitic) and min(len(a.consonants), len(b.consonants)) >= 5:
        heard = max(heard, fuzz.ratio(a.consonants, b.consonants))
    return 0.3 + heard / 200 if heard >= ALIKE_IN_SOUND and len(a.skeleton) > 3 else 0.0
