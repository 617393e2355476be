"""Finds the pairs that may be one: the worker compares what is new with the few that are likely.

What shares no handle with a record (`organisations.handles`) and has another website is never
looked at, so that one record under a list of 100,000 costs as much as under one of a hundred.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from sqlalchemy import func, select

from signon.duplicates import pairs, queries
from signon.duplicates.models import OrganisationHandle, PossibleDuplicate
from signon.duplicates.shapes import Found, Known, Place
from signon.extensions import rows
from signon.jobs.renewal import Renewal
from signon.organisations.handles import Handles, handles_of
from signon.organisations.matching import LIKELY, Match, compare
from signon.organisations.models import Organisation

PORTION = 20
"""Records that are compared at once, some hundred milliseconds."""

MOST_COMPARED = 60
"""Others that a record is compared with: those that share most handles, the latest first."""

MOST_OTHERS = 20
"""Likely others that are kept for a record."""

MOST_AT_ONE_SITE = 4
"""A website that more organisations under a paper share belongs to none of them."""

ACRONYMS_ALONE = 0.7
ABROAD, SAME = 0.3, 0.1

_PAIRS: Any = PossibleDuplicate.__table__
_HANDLES: Any = OrganisationHandle.__table__
_ORGANISATIONS: Any = Organisation.__table__
_SAME_WORDS = Match(1.0, True, True)
_NOT_BY_NAME = Match(LIKELY, True, False)


def find_some() -> int:
    """Compare some records that are new under a paper or changed; return how many there were.

    Before others are looked for its handles are kept, so that of two records that come at once
    one finds the other.
    """
    if not queries.is_of_today():
        pairs.begin_anew()
    wanted = queries.to_compare(PORTION)
    if not wanted:
        return 0
    places = sorted({(one.paper_id, one.organisation_id) for one in wanted})
    known = queries.known({number for _, number in places})
    handles = {number: handles_of(one.names) for number, one in known.items()}
    pairs.keep_handles((one, number) for number, its in handles.items() for one in its.kept)
    standing = queries.standing(places)
    found = [
        pair
        for place in places
        if place in standing and place[1] in known
        for pair in _likeliest(place, known[place[1]], handles[place[1]])
    ]
    pairs.replace([one.id for one in wanted], places, found)
    return len(wanted)


def _likeliest(place: Place, known: Known, handles: Handles) -> list[Found]:
    """Return the pairs of one record under one paper, the likeliest first."""
    paper_id, _ = place
    neighbours = _at_its_site(paper_id, known)
    before = _partners(place)
    ids = {*_sharing(place, handles), *before, *neighbours}
    found = [
        pair
        for other in queries.known(ids).values()
        for pair in _judged(paper_id, known, other, other.id in neighbours)
    ]
    found.sort(key=lambda pair: (-pair.rank, pair.low_id, pair.high_id))
    return [*found[:MOST_OTHERS], *(one for one in found[MOST_OTHERS:] if before & _ids(one))]


def _ids(pair: Found) -> set[int]:
    return {pair.low_id, pair.high_id}


def _sharing(place: Place, handles: Handles) -> list[int]:
    """Return the others under the paper that share most handles."""
    paper_id, organisation_id = place
    handle, number = _HANDLES.c.handle, _HANDLES.c.organisation_id
    shared = func.count()
    wanted = (
        select(number)
        .where(handle.in_(handles.asked), number != organisation_id)
        .where(queries.stands(paper_id, number))
        .group_by(number)
        .order_by(shared.desc(), number.desc())
    )
    return [row.organisation_id for row in rows(wanted.limit(MOST_COMPARED))]


def _partners(place: Place) -> set[int]:
    """Return with whom a record was thought to be one before: they are compared in any case."""
    paper_id, organisation_id = place
    low, high = _PAIRS.c.low_id, _PAIRS.c.high_id
    of_paper = _PAIRS.c.paper_id == paper_id
    of_it = of_paper & ((low == organisation_id) | (high == organisation_id))
    found = rows(select(low, high).where(of_it))
    return {number for row in found for number in (row.low_id, row.high_id)} - {organisation_id}


def _at_its_site(paper_id: int, known: Known) -> set[int]:
    """Return who else has its website, unless that belongs to none of them."""
    domain = known.website_domain
    if not domain:
        return set()
    number = _ORGANISATIONS.c.id
    here = (
        _ORGANISATIONS.c.website_domain == domain,
        _ORGANISATIONS.c.merged_into_id.is_(None),
    )
    wanted = select(number).where(*here, number != known.id, queries.stands(paper_id, number))
    found = {row.id for row in rows(wanted.limit(MOST_AT_ONE_SITE))}
    if len(found) < MOST_AT_ONE_SITE:
        return found
    pairs.share_no_website(paper_id, domain)
    return set()


def _judged(paper_id: int, known: Known, other: Known, is_neighbour: bool) -> Iterator[Found]:
    """Yield two records as a pair, if they may be one."""
    one, another = sorted((known, other), key=lambda record: record.id)
    names, match = max(_compared(one, another), key=_strength, default=(("", ""), _NOT_BY_NAME))
    if names == ("", "") and not is_neighbour:
        return
    domain = one.website_domain if is_neighbour else ""
    yield Found(
        paper_id=paper_id,
        low_id=one.id,
        high_id=another.id,
        low_name=names[0],
        high_name=names[1],
        domain=domain,
        score=match.score,
        same=match.same,
        rank=_rank(match, domain, is_abroad=one.country != another.country),
        since=max(one.created_at, another.created_at),
    )


def _compared(one: Known, other: Known) -> Iterator[tuple[tuple[str, str], Match]]:
    """Yield the names that are alike, and how much; two acronyms alone say little."""
    for name, its_name in product(_once(one.names), _once(other.names)):
        match = _SAME_WORDS if name == its_name else compare(name, its_name)
        if match.suggest:
            if name == one.acronym and its_name == other.acronym:
                match = Match(min(match.score, ACRONYMS_ALONE), True, False)
            yield (name, its_name), match


def _once(names: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(names))


def _strength(alike: tuple[tuple[str, str], Match]) -> tuple[bool, float]:
    return alike[1].same, alike[1].score


def _rank(match: Match, domain: str, *, is_abroad: bool) -> float:
    """Return how near the top a pair belongs."""
    return match.score + queries.ONE_SITE * bool(domain) + SAME * match.same - ABROAD * is_abroad


def _is_due() -> bool:
    return not queries.is_of_today() or bool(queries.to_compare(1))


COMPARING = Renewal("compare_organisations", _is_due, find_some)
