"""What two texts have in common and where they differ, word by word. Pure."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from signon.markup.passages import Passage, Word, plain
from signon.papers.texts.blocks import keyed
from signon.papers.texts.order import Pair, heaviest, longest_in_order

KEPT = 32
"""Comparisons kept in each process: a text that was published never changes."""

ALIKE = 0.4
"""So much of two passages must be the same for one to be a rewording of the other."""

MOST_PAIRS = 250_000
"""Above it passages are not looked at two by two: the part was written anew."""

_LISTS = {"item": "ul", "numbered": "ol"}
_TAGS = (("strong", "strong"), ("em", "em"), ("code", "code"))


@dataclass(frozen=True)
class TextSource:
    """Everything that a reader sees of a text, as it was written; `blocks` are their keys."""

    title: str
    addressee: str
    summary: str
    markdown: str
    blocks: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Run:
    """Words in a row that were kept (""), "removed" or "added", as safe HTML."""

    change: str
    html: Markup
    spaced: bool
    """Whether a blank stands before it."""
    words: int


@dataclass(frozen=True)
class Compared:
    """A passage with what was taken away and added in it; `is_moved` where a moved block begins."""

    kind: str
    level: int
    number: int | None
    runs: tuple[Run, ...]
    is_moved: bool = False

    @property
    def is_changed(self) -> bool:
        return self.is_moved or any(run.change for run in self.runs)

    @property
    def list(self) -> str:
        """Return the list that it is an item of: "ul", "ol" or none."""
        return _LISTS.get(self.kind, "")


@dataclass(frozen=True)
class Difference:
    """Two texts as one, in the order of the newer."""

    passages: tuple[Compared, ...]

    def words(self, change: str) -> int:
        """Return how many words were "removed" or "added"."""
        runs = (run for passage in self.passages for run in passage.runs)
        return sum(run.words for run in runs if run.change == change)

    @property
    def places(self) -> int:
        """How many passages are changed."""
        return sum(passage.is_changed for passage in self.passages)

    @property
    def moved(self) -> int:
        """How many blocks stand elsewhere."""
        return sum(passage.is_moved for passage in self.passages)


@lru_cache(maxsize=KEPT)
def between(older: TextSource, newer: TextSource) -> Difference:
    """Return how the newer text differs from the older one."""
    before, after = _read(older), _read(newer)
    stayed, moved = _followed(before, after)
    left = set(moved.values())
    found: list[Compared] = []
    i = j = 0
    for i_end, j_end in [*stayed, (len(before), len(after))]:
        gone = [before[at] for at in range(i, i_end) if at not in left]
        came = [(after[at], before[moved[at]] if at in moved else None) for at in range(j, j_end)]
        found += _unlike(gone, came)
        if i_end < len(before):
            found += _same_block(before[i_end], after[j_end])
        i, j = i_end + 1, j_end + 1
    return Difference(tuple(found))


def of_passages(before: Sequence[Passage], after: Sequence[Passage]) -> Difference:
    """Return how the passages of one block differ from those of another."""
    if len(before) == len(after) == 1:
        return Difference((_word_by_word(before[0], after[0]),))
    return Difference(tuple(_compared(before, after)))


@dataclass(frozen=True)
class _Part:
    """A block, or one of the lines above a text: its passages, and its key if it is known."""

    passages: tuple[Passage, ...]
    key: str | None = None


def _read(source: TextSource) -> list[_Part]:
    above = (("title", source.title), ("addressee", source.addressee), ("summary", source.summary))
    return [
        *(_Part(tuple(plain(kind, line))) for kind, line in above),
        *(_Part(one.block.passages, one.key) for one in keyed(source.markdown, source.blocks)),
    ]


def _followed(before: list[_Part], after: list[_Part]) -> tuple[list[Pair], dict[int, int]]:
    """Return which blocks stayed in their order, and which ones moved (place now: place before)."""
    places = {part.key: at for at, part in enumerate(before) if part.key}
    pairs = [(places[part.key], at) for at, part in enumerate(after) if part.key in places]
    stayed = longest_in_order(pairs)
    return stayed, {now: once for once, now in set(pairs).difference(stayed)}


def _unlike(gone: list[_Part], came: list[tuple[_Part, _Part | None]]) -> Iterator[Compared]:
    """Yield what stands between two blocks that stayed; what came by moving is shown as moved."""
    old = [passage for part in gone for passage in part.passages]
    new: list[Passage] = []
    for part, once in came:
        if once is None:
            new += part.passages
            continue
        yield from _compared(old, new)
        old, new = [], []
        first, *rest = _same_block(once, part)
        yield replace(first, is_moved=True)
        yield from rest
    yield from _compared(old, new)


def _same_block(before: _Part, after: _Part) -> list[Compared]:
    return list(of_passages(before.passages, after.passages).passages)


def _compared(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[Compared]:
    for kind, i, i_end, j, j_end in _opcodes(before, after):
        if kind == "equal":
            yield from (_whole(passage, "") for passage in after[j:j_end])
        else:
            yield from _reworded(before[i:i_end], after[j:j_end])


Opcode = tuple[str, int, int, int, int]


def _opcodes(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Opcode]:
    """Return the steps from one to the other; what both begin and end with costs nothing."""
    shorter = min(len(before), len(after))
    first = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - first
    last = next((n for n in range(rest) if before[~n] != after[~n]), rest)
    ends = len(before) - last, len(after) - last
    middle = SequenceMatcher(None, before[first : ends[0]], after[first : ends[1]])
    steps = [("equal", 0, first, 0, first)] if first else []
    steps += [
        (kind, i + first, i_end + first, j + first, j_end + first)
        for kind, i, i_end, j, j_end in middle.get_opcodes()
    ]
    if last:
        steps.append(("equal", ends[0], len(before), ends[1], len(after)))
    return steps


def _reworded(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[Compared]:
    """Yield passages of which some are rewordings of each other, in the order of both."""
    i = j = 0
    for i_pair, j_pair in [*_pairs(before, after), (len(before), len(after))]:
        yield from (_whole(passage, "removed") for passage in before[i:i_pair])
        yield from (_whole(passage, "added") for passage in after[j:j_pair])
        if i_pair < len(before):
            yield _word_by_word(before[i_pair], after[j_pair])
        i, j = i_pair + 1, j_pair + 1


def _pairs(before: Sequence[Passage], after: Sequence[Passage]) -> list[tuple[int, int]]:
    """Return which passages belong together, so that as much as possible stays the same."""
    if not before or not after or len(before) * len(after) > MOST_PAIRS:
        return []
    bags = [frozenset(passage.words) for passage in after]
    weights = []
    for passage in before:
        bag = frozenset(passage.words)
        alike = (
            _likeness(bag, other) if there.kind == passage.kind else 0.0
            for there, other in zip(after, bags, strict=True)
        )
        weights.append(list(alike))
    return heaviest(weights)


def _likeness(one: frozenset[Word], other: frozenset[Word]) -> float:
    share = 2 * len(one & other) / (len(one) + len(other))
    return share if share >= ALIKE else 0.0


def _word_by_word(before: Passage, after: Passage) -> Compared:
    runs: list[Run] = []
    for removed, added, kept in _steps(before.words, after.words):
        runs += _runs(("removed", removed), ("added", added), ("", kept))
    return Compared(after.kind, after.level, after.number, tuple(runs))


Step = tuple[Sequence[Word], Sequence[Word], Sequence[Word]]


def _steps(before: Sequence[Word], after: Sequence[Word]) -> Iterator[Step]:
    """Yield what was removed and added, and what was kept after it.

    A little word between two changes is counted with them: it alone would be hard to read.
    """
    removed: list[Word] = []
    added: list[Word] = []
    steps = _opcodes(before, after)
    for place, (kind, i, i_end, j, j_end) in enumerate(steps, start=1):
        is_between = (removed or added) and place < len(steps)
        if kind == "equal" and not (is_between and _is_little(after[j:j_end])):
            yield removed, added, after[j:j_end]
            removed, added = [], []
        else:
            removed += before[i:i_end]
            added += after[j:j_end]
    yield removed, added, ()


def _is_little(words: Sequence[Word]) -> bool:
    return len(words) <= 2 and sum(len(word.text) for word in words) <= 4


def _whole(passage: Passage, change: str) -> Compared:
    return Compared(
        passage.kind, passage.level, passage.number, tuple(_runs((change, passage.words)))
    )


def _runs(*parts: tuple[str, Sequence[Word]]) -> Iterator[Run]:
    for change, words in parts:
        if words:
            counted = sum(word.text[0].isalnum() for word in words)
            yield Run(change, _html(words), words[0].spaced, counted)


def _html(words: Iterable[Word]) -> Markup:
    parts: list[Markup] = []
    for marks, group in groupby(words, lambda word: word.marks):
        together = list(group)
        text = "".join(f" {word.text}" if word.spaced else word.text for word in together)
        part = Markup("{}").format(text.lstrip(" ") if together[0].spaced else text)
        for mark, tag in _TAGS:
            if mark in marks:
                part = Markup("<{0}>{1}</{0}>").format(tag, part)
        parts.append(Markup(" ") + part if parts and together[0].spaced else part)
    return Markup("").join(parts)
