"""Which block of a newer text is which block of the older one. Pure.

A key that jumps to a look-alike is worse than a new key, so whatever is not certain is new:

1. The same words, found once in either text, are the same block wherever they now stand, if they
   are enough words to be no chance; so what was moved keeps its key.
2. Headings are followed from the highest level down, and the blocks under each heading only among
   those under the same heading: the same words first, then words that are `ALIKE`, never crossing
   each other. Of two that are nearly equally like one, neither is it.
3. A heading is also the same one under another title if what stands under it is alike.
"""

from collections.abc import Callable, Iterator, Sequence

from rapidfuzz.distance import Indel

from signon.papers.texts.blocks import Block, KeyedBlock
from signon.papers.texts.order import heaviest, longest_in_order, unique_pairs
from signon.papers.texts.sections import Section, sections_of

ALIKE = 0.6
"""An edited block shares so much with what it was; see `likeness`."""

MARGIN = 0.1
"""A rival must be less like it by so much."""

ENOUGH_WORDS = 5
"""Fewer words are no evidence by themselves that a block or heading is another one moved."""

MOST_PAIRS = 250_000
"""Above it blocks are not compared two by two: the section was written anew."""

_SAME = 2.0
_RUNNING_TEXT = {"paragraph", "item", "quote"}


def carry_over(old: Sequence[KeyedBlock], new: Sequence[Block]) -> list[str | None]:
    """Return the key that each new block has from an old one, None for a new block."""
    found = _Followed([known.block for known in old], new).pairs()
    return [old[found[at]].key if at in found else None for at in range(len(new))]


def likeness(one: Block, other: Block) -> float:
    """Return from 0 to 1 how far two blocks say the same.

    That is twice the number of words that both have in the same order, divided by the number of
    words of both together. Signs do not count.
    """
    return float(Indel.normalized_similarity(_spoken(one), _spoken(other)))


def _spoken(block: Block) -> list[str]:
    return [word for word in block.words if word[0].isalnum() or len(word) > 1]


class _Followed:
    """Two texts, and what is known so far of which block is which: place in new to place in old."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block]) -> None:
        self.old, self.new = old, new
        signs: dict[str, str] = {}
        self.old_codes = [_code(block, signs) for block in old]
        self.new_codes = [_code(block, signs) for block in new]
        self.old_bodies: dict[int, str] = {}
        self.new_bodies: dict[int, str] = {}
        self.found: dict[int, int] = {}
        self.taken: set[int] = set()

    def pairs(self) -> dict[int, int]:
        """Return the place in the old text of each block of the new one that stood there."""
        before, after = sections_of(self.old), sections_of(self.new)
        self.old_bodies = dict(_bodies(before, self.old_codes))
        self.new_bodies = dict(_bodies(after, self.new_codes))
        every = range(len(self.old)), range(len(self.new))
        self._pair_same(*every, least=ENOUGH_WORDS, kind=_kind)
        self._pair_same(*every, least=ENOUGH_WORDS, kind=_broad_kind)
        self._follow(before, after, 0)
        return self.found

    def _follow(self, before: Section, after: Section, least: int) -> None:
        """Pair what stands under two headings; with fewer words than `least` a block is new."""
        self._match(before.own, after.own, least)
        olds = {part.heading: part for part in before.parts if part.heading is not None}
        news = {part.heading: part for part in after.parts if part.heading is not None}
        self._match(list(olds), list(news), least)
        numbered = {self.old[at].number: at for at in olds if at not in self.taken}
        for at, part in news.items():
            if self.found.get(at) in olds:
                self._follow(olds[self.found[at]], part, least)
            elif at not in self.found and self.new[at].number in numbered.keys() - {None}:
                # Another heading, and yet in its place: what stands there may have stayed.
                self._follow(olds[numbered[self.new[at].number]], part, ENOUGH_WORDS)

    def _match(self, olds: Sequence[int], news: Sequence[int], least: int) -> None:
        self._pair_same(olds, news, least=least, kind=_kind)
        for old_gap, new_gap in list(self._gaps(olds, news)):
            lefts = [at for at in old_gap if len(self.old[at].words) >= least]
            rights = [at for at in new_gap if len(self.new[at].words) >= least]
            self._pair_ends(lefts, rights)
            if 0 < len(lefts) * len(rights) <= MOST_PAIRS:
                self._match_gap(lefts, rights)

    def _pair_ends(self, olds: list[int], news: list[int]) -> None:
        """Pair, and take out of both lists, the same blocks with which both begin or end."""
        for end in (0, -1):
            same = 0
            for old, new in zip(olds[:: 2 * end + 1], news[:: 2 * end + 1], strict=False):
                if _identity(self.old[old]) != _identity(self.new[new]):
                    break
                self._pair(old, new)
                same += 1
            kept = slice(same, None) if end == 0 else slice(None, -same or None)
            olds[:], news[:] = olds[kept], news[kept]

    def _pair_same(
        self,
        olds: Sequence[int],
        news: Sequence[int],
        *,
        least: int,
        kind: Callable[[Block], str],
    ) -> None:
        """Pair the blocks of the same words and kind that stand once here and once there."""
        before = {at: self.old[at] for at in olds if at not in self.taken}
        after = {at: self.new[at] for at in news if at not in self.found}
        kept = [
            {at: (kind(b), b.text) for at, b in side.items() if len(b.words) >= least}
            for side in (before, after)
        ]
        for old, new in unique_pairs(*kept):
            self._pair(old, new)

    def _pair(self, old: int, new: int) -> None:
        self.found[new] = old
        self.taken.add(old)

    def _gaps(
        self, olds: Sequence[int], news: Sequence[int]
    ) -> Iterator[tuple[list[int], list[int]]]:
        """Yield what is unknown between any two neighbours that are known and stayed in order."""
        in_old = {at: place for place, at in enumerate(olds)}
        known = [
            (in_old[self.found[at]], place)
            for place, at in enumerate(news)
            if self.found.get(at) in in_old
        ]
        i = j = 0
        for i_end, j_end in [*longest_in_order(known), (len(olds), len(news))]:
            yield (
                [at for at in olds[i:i_end] if at not in self.taken],
                [at for at in news[j:j_end] if at not in self.found],
            )
            i, j = i_end + 1, j_end + 1

    def _match_gap(self, olds: Sequence[int], news: Sequence[int]) -> None:
        weights = [[self._weight(old, new) for new in news] for old in olds]
        pairs = heaviest(weights)
        rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
        free_rows = [i for i in range(len(olds)) if i not in rows]
        free_columns = [j for j in range(len(news)) if j not in columns]
        for i, j in pairs:
            rivals = [weights[k][j] for k in free_rows] + [weights[i][k] for k in free_columns]
            if weights[i][j] == _SAME or max(rivals, default=0.0) <= weights[i][j] - MARGIN:
                self._pair(olds[i], news[j])

    def _weight(self, old: int, new: int) -> float:
        """Return how surely a block is the other one, 0 if not surely enough."""
        before, after = self.old[old], self.new[new]
        if _broad_kind(before) != _broad_kind(after):
            return 0.0
        if before.text == after.text:
            return _SAME
        own = _ratio(self.old_codes[old], self.new_codes[new])
        if after.kind != "heading":
            return own if own >= ALIKE else 0.0
        return self._weight_of_headings(old, new, own)

    def _weight_of_headings(self, old: int, new: int, title: float) -> float:
        bodies = self.old_bodies[old], self.new_bodies[new]
        if min(map(len, bodies)) < ENOUGH_WORDS:
            return title if title >= ALIKE else 0.0
        body = _ratio(*bodies)
        is_long = min(len(self.old_codes[old]), len(self.new_codes[new])) >= ENOUGH_WORDS
        found = max(body, (title + body) / 2, title if is_long else 0.0)
        return found if found >= ALIKE else 0.0


def _identity(block: Block) -> tuple[str, str]:
    return block.kind, block.text


def _kind(block: Block) -> str:
    return block.kind


def _broad_kind(block: Block) -> str:
    """A paragraph that has become an item of a list may be the same block still."""
    return "text" if block.kind in _RUNNING_TEXT else block.kind


def _code(block: Block, signs: dict[str, str]) -> str:
    """Return a block as one sign for each word, by which it is compared much faster."""
    return "".join(signs.setdefault(word, chr(0x10000 + len(signs))) for word in _spoken(block))


def _ratio(one: str, other: str) -> float:
    return float(Indel.normalized_similarity(one, other, score_cutoff=ALIKE / 2))


def _bodies(section: Section, codes: Sequence[str]) -> Iterator[tuple[int, str]]:
    for part in section.parts:
        if part.heading is not None:
            yield part.heading, "".join(codes[at] for at in part.inside())
        yield from _bodies(part, codes)
