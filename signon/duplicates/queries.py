"""What leads may read of organisations that may be one."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from werkzeug.exceptions import NotFound

from signon.duplicates.models import (
    WAITS,
    ComparedBy,
    OrganisationsApart,
    OrganisationToCompare,
    PossibleDuplicate,
)
from signon.duplicates.shapes import Alias, Entry, Known, Pair, Place, Record, Side, ToCompare
from signon.endorsements.models import Endorsement
from signon.extensions import rows
from signon.kernel.prepared import Prepared
from signon.kernel.shapes import columns_of, filled
from signon.organisations.handles import VERSION
from signon.organisations.models import Organisation, OrganisationName
from signon.papers.models import Paper
from signon.submissions.states import State

STANDING = (State.CONFIRMED, State.PUBLISHED)
"""The states of an entry whose organisation stands or waits under the paper."""

ONE_SITE = 0.2
"""What it adds to the rank of a pair that both have one website."""

_ORGANISATIONS: Any = Organisation.__table__
_NAMES: Any = OrganisationName.__table__
_ENDORSEMENTS: Any = Endorsement.__table__
_PAPERS: Any = Paper.__table__
_APART: Any = OrganisationsApart.__table__
_PAIRS: Any = PossibleDuplicate.__table__
_TO_COMPARE: Any = OrganisationToCompare.__table__
_LOW: Any = _ORGANISATIONS.alias("low")
_HIGH: Any = _ORGANISATIONS.alias("high")
_NUMBER = Prepared(
    select(func.count())
    .select_from(_PAIRS)
    .where(_PAIRS.c.paper_id == bindparam("paper_id"), WAITS)
)
_PUBLIC_ID = re.compile(r"[\w-]{1,24}", re.ASCII)


def number(paper_id: int) -> int:
    """Return how many pairs under a paper wait for a lead."""
    return int(rows(_NUMBER, {"paper_id": paper_id})[0][0])


def pairs_under(paper_id: int, most: int, start: int = 0) -> list[Pair]:
    """Return the pairs under a paper that wait for a lead, the likeliest first."""
    likeliest = _pairs().order_by(_PAIRS.c.rank.desc(), _PAIRS.c.low_id, _PAIRS.c.high_id)
    wanted = likeliest.where(_PAIRS.c.paper_id == paper_id, WAITS)
    return [_pair(row) for row in rows(wanted.offset(start).limit(most))]


def oldest_under(paper_id: int, most: int) -> list[Pair]:
    """Return the pairs under a paper that have waited longest for a lead."""
    columns = (_PAIRS.c.since, _PAIRS.c.low_id, _PAIRS.c.high_id)
    wanted = _pairs().where(_PAIRS.c.paper_id == paper_id, WAITS).order_by(*columns)
    return [_pair(row) for row in rows(wanted.limit(most))]


def pair_under(paper_id: int, ids: Collection[int]) -> Pair | None:
    """Return two records under a paper as a pair, if it waits for a lead."""
    low, high = sorted(ids)
    of_two = (_PAIRS.c.low_id == low, _PAIRS.c.high_id == high)
    found = rows(_pairs().where(_PAIRS.c.paper_id == paper_id, *of_two, WAITS))
    return _pair(found[0]) if found else None


def number_to_compare(paper_id: int) -> int:
    """Return how many records under a paper the worker has not compared yet."""
    number = func.count(_TO_COMPARE.c.organisation_id.distinct())
    return int(rows(select(number).where(_TO_COMPARE.c.paper_id == paper_id))[0][0])


def to_compare(most: int) -> list[ToCompare]:
    """Return what the worker is to compare next."""
    wanted = select(*columns_of(ToCompare, _TO_COMPARE)).order_by(_TO_COMPARE.c.id)
    return [filled(ToCompare, row) for row in rows(wanted.limit(most))]


def is_of_today() -> bool:
    """Tell whether everything has been compared by the rules of today, or is about to be."""
    return bool(rows(select(ComparedBy.id).where(ComparedBy.version == VERSION)))


def known(ids: Collection[int]) -> dict[int, Known]:
    """Return what is compared of these records, but for those that are merged."""
    columns = columns_of(Known, _ORGANISATIONS, but=("names",))
    of_them = (_ORGANISATIONS.c.id.in_(ids), _ORGANISATIONS.c.merged_into_id.is_(None))
    found = rows(select(_ORGANISATIONS.c.name, *columns).where(*of_them)) if ids else []
    aliases = _aliases(_NAMES.c.organisation_id.in_(ids)) if found else {}
    return {row.id: _known(row, aliases.get(row.id, [])) for row in found}


def places() -> Select[*tuple[Any, ...]]:
    """Return what selects every paper with the organisations that stand or wait under it."""
    columns = _ENDORSEMENTS.c
    return select(columns.paper_id, columns.organisation_id).where(
        columns.state.in_([state.value for state in STANDING]),
        columns.organisation_id.is_not(None),
    )


def places_of(ids: Collection[int]) -> list[Place]:
    """Return where these organisations stand or wait."""
    here = places().where(_ENDORSEMENTS.c.organisation_id.in_(ids)).distinct()
    return [(row.paper_id, row.organisation_id) for row in rows(here)]


def standing(of: Collection[Place]) -> set[Place]:
    """Return of some places those where the organisation stands or waits."""
    return {*places_of({number for _, number in of})} & {*of}


def stands(paper_id: int, organisation_id: Any) -> ColumnElement[bool]:
    """Say that the organisation in a column stands or waits under a paper."""
    entry = places().where(
        _ENDORSEMENTS.c.paper_id == paper_id, _ENDORSEMENTS.c.organisation_id == organisation_id
    )
    return entry.correlate(organisation_id.table).exists()


def _known(row: Any, aliases: list[Alias]) -> Known:
    names = filter(None, (row.name, row.acronym, *(alias.name for alias in aliases)))
    return filled(Known, row, names=tuple(names))


def _pairs() -> Select[*tuple[Any, ...]]:
    sides = [
        column.label(f"{side}_{column.key}")
        for side, table in (("one", _LOW), ("other", _HIGH))
        for column in (table.c.id, table.c.public_id, table.c.name, table.c.country)
    ]
    return (
        select(_PAIRS, *sides)
        .join(_LOW, _LOW.c.id == _PAIRS.c.low_id)
        .join(_HIGH, _HIGH.c.id == _PAIRS.c.high_id)
    )


def _pair(row: Any) -> Pair:
    one = Side(row.one_id, row.one_public_id, row.one_name, row.one_country)
    other = Side(row.other_id, row.other_public_id, row.other_name, row.other_country)
    return filled(Pair, row, one=one, other=other, alike=(row.low_name, row.high_name))


def two_under(paper_id: int, one: str, other: str) -> tuple[int, int]:
    """Return the row numbers of two different organisations under a paper; 404 for any others."""
    if one == other or not _PUBLIC_ID.fullmatch(one) or not _PUBLIC_ID.fullmatch(other):
        raise NotFound
    columns = _ORGANISATIONS.c
    wanted = select(columns.public_id, columns.id).where(
        columns.public_id.in_((one, other)),
        columns.id.in_(_under(paper_id)),
        columns.merged_into_id.is_(None),
    )
    numbers = {row.public_id: row.id for row in rows(wanted)}
    if len(numbers) < 2:
        raise NotFound
    return numbers[one], numbers[other]


def records(ids: Collection[int], campaigns: Collection[int] | None = None) -> dict[int, Record]:
    """Return these organisations with their entries in `campaigns`, or with all of them."""
    aliases = _aliases(_NAMES.c.organisation_id.in_(ids))
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in _entries(ids):
        if campaigns is None or entry.campaign_id in campaigns:
            entries[entry.organisation_id].append(entry)
    columns = columns_of(Record, _ORGANISATIONS, but=("aliases", "entries"))
    found = {row.id: row for row in rows(select(*columns).where(_ORGANISATIONS.c.id.in_(ids)))}
    return {
        number: filled(Record, row, aliases=tuple(aliases[number]), entries=tuple(entries[number]))
        for number, row in found.items()
    }


def campaigns_of(ids: Collection[int]) -> set[int]:
    """Return every campaign in which one of these organisations has handed something in."""
    return {entry.campaign_id for entry in _entries(ids)}


def said_to_be_two(campaign_id: int) -> set[frozenset[int]]:
    """Return the pairs of which a lead of the campaign has said that they are two.

    What was said of a record that has been merged since holds for the one that stands for it.
    """
    columns = _APART.c
    wanted = select(columns.low_id, columns.high_id).where(columns.campaign_id == campaign_id)
    said = rows(wanted)
    merged = _merged_into() if said else {}
    return {frozenset(_root(number, merged) for number in pair) for pair in said}


def _merged_into() -> dict[int, int]:
    columns = _ORGANISATIONS.c
    merged = select(columns.id, columns.merged_into_id).where(columns.merged_into_id.is_not(None))
    return {row.id: row.merged_into_id for row in rows(merged)}


def _root(number: int, merged: dict[int, int]) -> int:
    while number in merged:
        number = merged[number]
    return number


def _under(paper_id: int) -> Select[*tuple[Any, ...]]:
    here = places().where(_ENDORSEMENTS.c.paper_id == paper_id)
    return here.with_only_columns(_ENDORSEMENTS.c.organisation_id)


def _aliases(condition: Any) -> dict[int, list[Alias]]:
    columns = _NAMES.c
    wanted = select(columns.organisation_id, columns.name, columns.language).where(condition)
    found: dict[int, list[Alias]] = defaultdict(list)
    for row in rows(wanted.order_by(columns.id)):
        found[row.organisation_id].append(Alias(row.name, row.language))
    return found


def _entries(ids: Iterable[int]) -> list[Entry]:
    columns = _ENDORSEMENTS.c
    wanted = (
        select(*columns_of(Entry, _ENDORSEMENTS, _PAPERS, named={"row_id": columns.id}))
        .join(_PAPERS, _PAPERS.c.id == columns.paper_id)
        .where(columns.organisation_id.in_(ids))
    )
    return [filled(Entry, row) for row in rows(wanted.order_by(columns.id))]
