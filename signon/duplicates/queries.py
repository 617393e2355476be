"""What leads may read of organisations that may be one."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, select
from werkzeug.exceptions import NotFound

from signon.duplicates.models import OrganisationsApart
from signon.duplicates.shapes import Alias, Entry, Known, Record
from signon.endorsements.models import Endorsement
from signon.extensions import rows
from signon.kernel.shapes import columns_of, filled
from signon.organisations.models import Organisation, OrganisationName
from signon.papers.models import Paper
from signon.submissions.states import State

MOST = 3000
"""Organisations under one paper that are compared, those that came last."""

_ORGANISATIONS: Any = Organisation.__table__
_NAMES: Any = OrganisationName.__table__
_ENDORSEMENTS: Any = Endorsement.__table__
_PAPERS: Any = Paper.__table__
_APART: Any = OrganisationsApart.__table__
_PUBLIC_ID = re.compile(r"[\w-]{1,24}", re.ASCII)


def known_under(paper_id: int, most: int = MOST) -> tuple[list[Known], bool]:
    """Return who stands under a paper or waits there, and whether some are left out."""
    columns = _ORGANISATIONS.c
    wanted = select(*columns_of(Known, _ORGANISATIONS, but=("names",))).where(
        columns.id.in_(_under(paper_id)), columns.merged_into_id.is_(None)
    )
    found = rows(wanted.order_by(columns.id.desc()).limit(most + 1))
    aliases = _aliases(_NAMES.c.organisation_id.in_(_under(paper_id)))
    known = [_known(row, aliases[row.id]) for row in found[:most]]
    return known, len(found) > most


def _known(row: Any, aliases: list[Alias]) -> Known:
    names = filter(None, (row.name, row.acronym, *(alias.name for alias in aliases)))
    return filled(Known, row, names=tuple(names))


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
    return select(_ENDORSEMENTS.c.organisation_id).where(
        _ENDORSEMENTS.c.paper_id == paper_id,
        _ENDORSEMENTS.c.state.in_((State.CONFIRMED.value, State.PUBLISHED.value)),
        _ENDORSEMENTS.c.organisation_id.is_not(None),
    )


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
