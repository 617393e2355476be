"""Commands that keep the rows of pairs that may be one, and of what is still to be compared.

Whatever happens to a record under a paper is noted in the command in which it happens, and the
worker compares it (`finding`). A note is a row of its own each time, so that what happens while
the worker compares is compared again, and nobody waits for the worker.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)

from signon.duplicates import queries
from signon.duplicates.models import (
    ComparedBy,
    OrganisationHandle,
    OrganisationToCompare,
    PossibleDuplicate,
)
from signon.duplicates.shapes import Found, Place
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.upsert import insert_for
from signon.organisations.handles import VERSION
from signon.organisations.models import Organisation
from signon.papers.models import Paper
from signon.transaction import before_commit, command, notes

_NOTE = "duplicates"
_PAIRS: Any = PossibleDuplicate.__table__
_TO_COMPARE: Any = OrganisationToCompare.__table__
_HANDLES: Any = OrganisationHandle.__table__


@dataclass
class _Noted:
    """What a running command has changed."""

    places: set[Place] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    """Papers that somebody may have left."""


@command
def note(places: Iterable[Place], left: Iterable[int] = ()) -> None:
    """Let the worker compare records under papers, once the command is done.

    From the papers in `left` somebody may be gone, and the pairs go with the command.
    """
    noted: _Noted | None = notes().get(_NOTE)
    if noted is None:
        noted = notes()[_NOTE] = _Noted()
        before_commit(lambda: _write_down(noted))
    noted.places.update(places)
    noted.left.update(left)


@command
def note_everywhere(ids: Collection[int]) -> None:
    """Let the worker compare records anew under every paper where they stand."""
    note(queries.places_of(ids))


@command
def remove_of(organisation_id: int) -> None:
    """Remove the pairs of a record for which another one stands from now on."""
    of_it = or_(_PAIRS.c.low_id == organisation_id, _PAIRS.c.high_id == organisation_id)
    db.session.execute(delete(PossibleDuplicate).where(of_it))


@command
def mark_apart(campaigns: Iterable[int]) -> None:
    """Let the pairs of campaigns say what their leads have said of them, merges counted in."""
    for campaign_id in sorted(campaigns):
        two = queries.said_to_be_two(campaign_id)
        papers = select(Paper.id).where(Paper.campaign_id == campaign_id)
        columns = (_PAIRS.c.id, _PAIRS.c.low_id, _PAIRS.c.high_id, _PAIRS.c.is_apart)
        found = db.session.execute(select(*columns).where(_PAIRS.c.paper_id.in_(papers)))
        changed = [
            {"row_id": row.id, "now": not row.is_apart}
            for row in found
            if (frozenset((row.low_id, row.high_id)) in two) != row.is_apart
        ]
        if changed:
            said = update(_PAIRS).where(_PAIRS.c.id == bindparam("row_id"))
            said = said.values(is_apart=bindparam("now"))
            db.session.connection().execute(said, changed)


@command
def keep_handles(handles: Iterable[tuple[int, int]]) -> None:
    """Let records be found by handles, from the end of the command on."""
    rows = [{"handle": handle, "organisation_id": number} for handle, number in sorted(handles)]
    if rows:
        kept = insert_for(db.session, _HANDLES).on_conflict_do_nothing()
        db.session.connection().execute(kept, rows)


@command
def replace(compared: Sequence[int], places: Collection[Place], found: Iterable[Found]) -> None:
    """Write down which pairs have been found for records under papers, instead of those before.

    `compared` are the rows of what was to be compared, which are done. Whoever merges one of the
    records meanwhile comes first, and its pairs are removed by what that leaves to be compared.
    """
    new = {(one.paper_id, one.low_id, one.high_id): one for one in found}
    _keep_from_merging({number for _, low, high in new for number in (low, high)})
    db.session.execute(delete(OrganisationToCompare).where(_TO_COMPARE.c.id.in_(compared)))
    for paper_id in sorted({paper_id for paper_id, _ in places}):
        ids = [number for place, number in places if place == paper_id]
        of_them = or_(_PAIRS.c.low_id.in_(ids), _PAIRS.c.high_id.in_(ids))
        db.session.execute(delete(_PAIRS).where(_PAIRS.c.paper_id == paper_id, of_them))
    if new:
        two = _said_to_be_two({one.paper_id for one in new.values()})
        rows = [_row(new[key], two) for key in sorted(new)]
        kept = insert_for(db.session, _PAIRS).on_conflict_do_nothing()
        db.session.connection().execute(kept, rows)
    remove_gone({paper_id for paper_id, _ in places})


@command
def share_no_website(paper_id: int, domain: str) -> None:
    """Take a website for no reason any more: too many under the paper have it."""
    here = (_PAIRS.c.paper_id == paper_id, _PAIRS.c.domain == domain)
    db.session.execute(delete(_PAIRS).where(*here, _PAIRS.c.low_name == ""))
    rank = _PAIRS.c.rank - literal(queries.ONE_SITE)
    db.session.execute(update(_PAIRS).where(*here).values(domain="", rank=rank))


@command
def remove_gone(papers: Collection[int]) -> None:
    """Remove the pairs under papers of which one does not stand or wait there any more."""
    if papers:
        gone = or_(~_stands(_PAIRS.c.low_id), ~_stands(_PAIRS.c.high_id))
        db.session.execute(delete(_PAIRS).where(_PAIRS.c.paper_id.in_(papers), gone))


@command
def begin_anew() -> None:
    """Let the worker compare everything by the rules of today, unless that is so."""
    row = {"id": 1, "version": VERSION}
    noted = insert_for(db.session, ComparedBy.__table__).values(**row)
    noted = noted.on_conflict_do_update(
        index_elements=["id"],
        set_={"version": VERSION},
        where=ComparedBy.version != VERSION,
    )
    if db.session.execute(noted.returning(ComparedBy.id)).first() is None:
        return
    everywhere = queries.places().distinct()
    columns = ["paper_id", "organisation_id"]
    db.session.execute(insert(_TO_COMPARE).from_select(columns, everywhere))


def _write_down(noted: _Noted) -> None:
    db.session.flush()
    rows = [
        {"paper_id": paper, "organisation_id": number} for paper, number in sorted(noted.places)
    ]
    if rows:
        db.session.connection().execute(insert(_TO_COMPARE), rows)
    remove_gone(noted.left)


def _stands(organisation_id: Any) -> ColumnElement[bool]:
    entry = queries.places().where(
        Endorsement.paper_id == _PAIRS.c.paper_id, Endorsement.organisation_id == organisation_id
    )
    merged = select(Organisation.id).where(
        Organisation.id == organisation_id, Organisation.merged_into_id.is_not(None)
    )
    return exists(entry.correlate(_PAIRS)) & ~exists(merged.correlate(_PAIRS))


def _keep_from_merging(ids: Collection[int]) -> None:
    """Take the lock that a row referring to records takes, in the order in which merges do."""
    held = select(Organisation.id).where(Organisation.id.in_(ids)).order_by(Organisation.id)
    db.session.execute(held.with_for_update(read=True, key_share=True))


def _said_to_be_two(papers: Collection[int]) -> dict[int, set[frozenset[int]]]:
    """Return for each paper which pairs the leads of its campaign have told apart."""
    of = db.session.execute(select(Paper.id, Paper.campaign_id).where(Paper.id.in_(papers))).all()
    said = {row.campaign_id: queries.said_to_be_two(row.campaign_id) for row in of}
    return {row.id: said[row.campaign_id] for row in of}


def _row(found: Found, two: dict[int, set[frozenset[int]]]) -> dict[str, Any]:
    is_apart = frozenset((found.low_id, found.high_id)) in two[found.paper_id]
    return {**vars(found), "is_apart": is_apart}
