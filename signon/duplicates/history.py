"""What leads have said so far of the organisations of a campaign: that two are one, or two."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from signon.duplicates.models import OrganisationMerge, OrganisationsApart
from signon.endorsements.models import Endorsement
from signon.extensions import rows
from signon.kernel.shapes import columns_of, filled
from signon.organisations.models import Organisation
from signon.papers.models import Paper

MOST = 50
"""Merges, and pairs said to be two, that a page shows: the latest ones."""

_KEPT = aliased(Organisation)
_MERGED = aliased(Organisation)


@dataclass(frozen=True)
class Merge:
    """One merge, as the desk lists it."""

    id: int
    public_id: str
    kept_id: int
    merged_id: int
    done_at: datetime
    undone_at: datetime | None
    kept_name: str
    merged_name: str
    merged_further: bool
    left_alone: tuple[tuple[str, str], ...]
    """Names of what undoing it did not touch, each with the reason."""


@dataclass(frozen=True)
class Apart:
    """Two records that are two bodies."""

    public_id: str
    one: str
    other: str


def merges_of(campaign_id: int, public_id: str = "") -> list[Merge]:
    """Return the latest merges of organisations of a campaign, or the one with that public id."""
    of_campaign = select(_of_campaign(campaign_id))
    wanted = (
        select(OrganisationMerge)
        .join(_KEPT, _KEPT.id == OrganisationMerge.kept_id)
        .join(_MERGED, _MERGED.id == OrganisationMerge.merged_id)
        .where(
            or_(
                OrganisationMerge.kept_id.in_(of_campaign),
                OrganisationMerge.merged_id.in_(of_campaign),
            )
        )
        .order_by(OrganisationMerge.id.desc())
        .limit(MOST)
    )
    if public_id:
        wanted = wanted.where(OrganisationMerge.public_id == public_id)
    return _merges(wanted)


def merge_of(campaign_id: int, public_id: str) -> Merge:
    """Return one merge of a campaign; 404 for any other, known or not."""
    found = merges_of(campaign_id, public_id)
    if not found:
        raise NotFound
    return found[0]


def apart_of(campaign_id: int) -> list[Apart]:
    """Return the latest pairs that a lead of the campaign has said to be two."""
    low, high = aliased(Organisation), aliased(Organisation)
    wanted = (
        select(OrganisationsApart.public_id, low.name.label("one"), high.name.label("other"))
        .join(low, low.id == OrganisationsApart.low_id)
        .join(high, high.id == OrganisationsApart.high_id)
        .where(OrganisationsApart.campaign_id == campaign_id)
        .order_by(OrganisationsApart.id.desc())
        .limit(MOST)
    )
    return [filled(Apart, row) for row in rows(wanted)]


def _merges(wanted: Select[*tuple[Any, ...]]) -> list[Merge]:
    merge: Any = OrganisationMerge.__table__
    names = {"kept_name": _KEPT.name, "merged_name": _MERGED.name}
    worked_out = ("merged_further", "left_alone")
    columns = columns_of(Merge, merge, named=names, but=worked_out)
    found = rows(wanted.with_only_columns(*columns, merge.c.left_alone, _KEPT.merged_into_id))
    left_alone = (one for row in found for one in row.left_alone)
    called = _names({one["endorsement"] for one in left_alone if "endorsement" in one})
    return [_merge(row, called) for row in found]


def _merge(row: Any, called: dict[str, str]) -> Merge:
    left = tuple(
        (one.get("name") or called.get(one.get("endorsement", ""), ""), one["why"])
        for one in row.left_alone
    )
    is_merged = row.merged_into_id is not None
    return filled(Merge, row, merged_further=is_merged, left_alone=left)


def _names(public_ids: Collection[str]) -> dict[str, str]:
    if not public_ids:
        return {}
    wanted = select(Endorsement.public_id, Endorsement.name)
    found = rows(wanted.where(Endorsement.public_id.in_(public_ids)))
    return {row.public_id: row.name for row in found}


def _of_campaign(campaign_id: int) -> Any:
    """Return the organisations of a campaign, and all that have been merged into them."""
    here = (
        select(Endorsement.organisation_id.label("id"))
        .join(Paper, Paper.id == Endorsement.paper_id)
        .where(Paper.campaign_id == campaign_id, Endorsement.organisation_id.is_not(None))
        .cte("of_campaign", recursive=True)
    )
    merged = select(Organisation.id).join(here, Organisation.merged_into_id == here.c.id)
    return here.union(merged).c.id
