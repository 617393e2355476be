"""Pairs of organisations under one paper that may be one. They are shown; nothing is decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

from signon.audit import trail
from signon.duplicates import comparing, queries
from signon.duplicates.shapes import Known, Pair
from signon.organisations.matching import LIKELY, Match

MOST_AT_ONE_SITE = 4
"""A website that more organisations share belongs to none of them."""

NAMES_BY_THE_WAY = 60
"""Names that a page compares which only says how many pairs there are."""

ACRONYMS_ALONE = 0.7

Ids = tuple[int, int]


class _Alike(NamedTuple):
    """Two organisations by number, the name of either that is alike, and how much."""

    ids: Ids
    names: tuple[str, str]
    match: Match


_SAME_WORDS = Match(1.0, True, True)
_NOT_BY_NAME = _Alike((0, 0), ("", ""), Match(LIKELY, True, False))


@dataclass(frozen=True)
class Suggestions:
    """The pairs found so far, best first."""

    pairs: tuple[Pair, ...]
    compared: int
    names: int
    left_out: bool
    """Whether there are more organisations under the paper than are looked at."""

    @property
    def complete(self) -> bool:
        """Tell whether every name has been compared."""
        return self.compared == self.names


def of_paper(paper_id: int, campaign_id: int, most: int = comparing.PORTION) -> Suggestions:
    """Return the pairs under a paper that nobody has said to be two.

    At most so many new names are compared, with 0 none; what this process has compared before, it
    knows. Names are read again only after something has changed, or while some are not compared.
    """
    likenesses, revision = comparing.of_paper(paper_id), trail.revision()
    if likenesses.found and likenesses.found[0] == revision:
        found: Suggestions = likenesses.found[1]
        if found.complete or not most:
            return found
    found = _compared(paper_id, campaign_id, likenesses, most)
    likenesses.found = (revision, found)
    return found


def _compared(
    paper_id: int, campaign_id: int, likenesses: comparing.Likenesses, most: int
) -> Suggestions:
    known, left_out = queries.known_under(paper_id)
    names = [name for one in known for name in one.names]
    left = likenesses.compare(names, most)
    total = len(set(names))
    pairs = _pairs(known, likenesses, queries.said_to_be_two(campaign_id))
    return Suggestions(tuple(pairs), total - left, total, left_out)


def _pairs(
    known: list[Known], likenesses: comparing.Likenesses, two: set[frozenset[int]]
) -> list[Pair]:
    by_id = {one.id: one for one in known}
    domains = dict(_at_one_site(known))
    best = _best(_alike(known, likenesses))
    pairs = []
    for ids in best.keys() | domains.keys():
        if frozenset(ids) not in two:
            found = best.get(ids, _NOT_BY_NAME)
            one, other = by_id[ids[0]], by_id[ids[1]]
            match, domain = found.match, domains.get(ids, "")
            pairs.append(Pair(one, other, match.score, match.same, found.names, domain))
    return sorted(pairs, key=lambda pair: (-pair.rank, pair.one.id, pair.other.id))


def _best(found: Iterable[_Alike]) -> dict[Ids, _Alike]:
    best: dict[Ids, _Alike] = {}
    for alike in found:
        known = best.get(alike.ids)
        if known is None or _strength(alike) > _strength(known):
            best[alike.ids] = alike
    return best


def _strength(alike: _Alike) -> tuple[bool, float]:
    return alike.match.same, alike.match.score


def _alike(known: list[Known], likenesses: comparing.Likenesses) -> Iterator[_Alike]:
    """Yield the organisations behind names that are alike, and behind one and the same name."""
    called: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        for name in set(one.names):
            called[name].append(one)
    for name, several in called.items():
        for one, other in combinations(several, 2):
            yield _judged((one, name), (other, name), _SAME_WORDS)
    for (a, b), match in list(likenesses.alike.items()):
        for one, other in product(called.get(a, ()), called.get(b, ())):
            if one is not other:
                yield _judged((one, a), (other, b), match)


def _judged(first: tuple[Known, str], second: tuple[Known, str], match: Match) -> _Alike:
    """Return what is alike, in the order of the numbers; two acronyms alone say little."""
    (one, name), (other, its_name) = sorted((first, second), key=_number)
    if name == one.acronym and its_name == other.acronym:
        match = Match(min(match.score, ACRONYMS_ALONE), True, False)
    return _Alike((one.id, other.id), (name, its_name), match)


def _number(called: tuple[Known, str]) -> int:
    return called[0].id


def _at_one_site(known: list[Known]) -> Iterator[tuple[Ids, str]]:
    by_domain: dict[str, list[int]] = defaultdict(list)
    for one in known:
        if one.website_domain:
            by_domain[one.website_domain].append(one.id)
    for domain, ids in by_domain.items():
        if len(ids) <= MOST_AT_ONE_SITE:
            for low, high in combinations(sorted(ids), 2):
                yield (low, high), domain
