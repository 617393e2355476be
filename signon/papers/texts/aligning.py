"""Which block of a translation is which block of its original. Pure.

Words of two languages cannot be compared here, so the shape of both texts decides. A block that
could be one of two gets no key: a wrong one would be worse.
"""

from collections.abc import Iterator, Sequence

from signon.papers.texts.blocks import Block, KeyedBlock
from signon.papers.texts.carrying import carry_over
from signon.papers.texts.order import Pair, unique_pairs
from signon.papers.texts.sections import Section, sections_of


def align(original: Sequence[KeyedBlock], translation: Sequence[Block]) -> list[str | None]:
    """Return the key of each block of a translation, None where its shape does not say it.

    Texts of one shape correspond block by block. Otherwise headings do by their numbers, or by
    their order if there are equally many, and what stands under two such headings does by its
    order, kind by kind, if there is equally much of it.
    """
    blocks = [known.block for known in original]
    if _have_one_shape(blocks, translation):
        return [known.key for known in original]
    keys: list[str | None] = [None] * len(translation)
    for old, new in _pairs(blocks, translation):
        keys[new] = original[old].key
    return keys


def follow(
    original: Sequence[KeyedBlock], translation: Sequence[Block], before: Sequence[KeyedBlock]
) -> list[str | None]:
    """Return the key of each block of a translation that was `before` what it was.

    What the shape does not say is known of a block that stood there already.
    """
    keys = align(original, translation)
    free = {known.key for known in original} - {None, *keys}
    carried = carry_over(before, translation)
    return [key or (old if old in free else None) for key, old in zip(keys, carried, strict=True)]


def _have_one_shape(one: Sequence[Block], other: Sequence[Block]) -> bool:
    return len(one) == len(other) and all(
        (mine.kind, mine.level) == (theirs.kind, theirs.level)
        and (mine.number == theirs.number or None in (mine.number, theirs.number))
        for mine, theirs in zip(one, other, strict=True)
    )


def _pairs(original: Sequence[Block], translation: Sequence[Block]) -> Iterator[Pair]:
    yield from _inside((original, sections_of(original)), (translation, sections_of(translation)))


_Part = tuple[Sequence[Block], Section]


def _inside(one: _Part, other: _Part) -> Iterator[Pair]:
    """Yield what corresponds under two headings that correspond."""
    (ours, here), (theirs, there) = one, other
    for kind in sorted({block.kind for block in ours}):
        mine = [at for at in here.own if ours[at].kind == kind]
        its = [at for at in there.own if theirs[at].kind == kind]
        if len(mine) == len(its):
            yield from zip(mine, its, strict=True)
    for part, its_part in _parts(one, other):
        if part.heading is not None and its_part.heading is not None:
            yield part.heading, its_part.heading
        yield from _inside((ours, part), (theirs, its_part))


def _parts(one: _Part, other: _Part) -> Iterator[tuple[Section, Section]]:
    """Yield the sections that correspond: by their numbers, between these by their order."""
    (ours, here), (theirs, there) = one, other
    numbered = [
        {at: number for at, part in enumerate(side.parts) if (number := _number(blocks, part))}
        for blocks, side in (one, other)
    ]
    by_number = unique_pairs(*numbered)
    yield from ((here.parts[i], there.parts[j]) for i, j in by_number)
    if by_number != sorted(by_number):
        return
    i = j = 0
    for i_end, j_end in [*by_number, (len(here.parts), len(there.parts))]:
        mine, its = here.parts[i:i_end], there.parts[j:j_end]
        levels = [part.level for part in mine], [part.level for part in its]
        if levels[0] == levels[1] and _may_be_same(ours, mine, theirs, its):
            yield from zip(mine, its, strict=True)
        i, j = i_end + 1, j_end + 1


def _may_be_same(
    ours: Sequence[Block], mine: Sequence[Section], theirs: Sequence[Block], its: Sequence[Section]
) -> bool:
    """Tell whether no two sections at the same place have different numbers."""
    numbers = zip(
        (_number(ours, part) for part in mine), (_number(theirs, part) for part in its), strict=True
    )
    return all(one == other or None in (one, other) for one, other in numbers)


def _number(blocks: Sequence[Block], part: Section) -> int | None:
    return None if part.heading is None else blocks[part.heading].number
