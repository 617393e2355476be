"""The audit trail of a paper or a campaign, newest first, with the names that things have today.

The trail itself has no personal data. Names come from the rows as they are now, so what was erased
shows nowhere.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from signon.access.models import Account
from signon.audit.models import AuditEntry
from signon.challenges.models import Challenge
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.papers.models import Paper
from signon.papers.queries import PublicPaper
from signon.reconfirmations.models import Round

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What of the trail is asked for; "" and None for everything."""

    action: str = ""
    actor: str = ""
    first: date | None = None
    last: date | None = None
    entry: str = ""
    """A public id, or part of the name of a signatory."""
    before: int = 0
    """Number of the entry before which to go on; 0 to begin with the newest."""


def of_paper(paper: PublicPaper, wanted: Wanted) -> list[AuditEntry]:
    """Return what happened to a paper and everything under it, one more than a page at most."""
    return _page(_of_papers([paper.id]), wanted, paper.time_zone)


def of_campaign(campaign_id: int, public_id: str, wanted: Wanted) -> list[AuditEntry]:
    """Return what happened in a campaign: to it, its people, and its papers."""
    papers = list(db.session.scalars(select(Paper.id).where(Paper.campaign_id == campaign_id)))
    people = AuditEntry.details["campaign"].as_integer() == campaign_id
    return _page(or_(_of_papers(papers), AuditEntry.subject == public_id, people), wanted, "UTC")


def named(subjects: Collection[str]) -> dict[str, str]:
    """Return the names that signatories with these public ids have now, by public id."""
    found = select(Endorsement.public_id, Endorsement.name).where(
        Endorsement.public_id.in_(subjects)
    )
    return {row.public_id: row.name for row in db.session.execute(found)}


def entries_of(subjects: Collection[str]) -> dict[str, Endorsement]:
    """Return the endorsements among what the trail names, by public id."""
    wanted = select(Endorsement).where(Endorsement.public_id.in_(subjects))
    return {row.public_id: row for row in db.session.scalars(wanted)}


def disputes_of(subjects: Collection[str]) -> dict[str, str]:
    """Return of each dispute that the trail names, by its public id, that of the entry."""
    wanted = select(Challenge.public_id, Endorsement.public_id.label("entry")).join_from(
        Challenge, Endorsement, Challenge.endorsement_id == Endorsement.id
    )
    found = db.session.execute(wanted.where(Challenge.public_id.in_(subjects)))
    return {row.public_id: row.entry for row in found}


def people(public_ids: Iterable[str], *, with_address: bool) -> dict[str, str]:
    """Return the names of accounts by public id; without one the address, if it may be seen."""
    wanted = select(Account.public_id, Account.name, Account.email)
    rows = db.session.execute(wanted.where(Account.public_id.in_(set(public_ids))))
    return {row.public_id: row.name or (row.email if with_address else "") for row in rows}


def _of_papers(ids: Collection[int]) -> ColumnElement[bool]:
    kinds: tuple[tuple[Any, Any], ...] = (
        (Paper.public_id, Paper.id),
        (Endorsement.public_id, Endorsement.paper_id),
        (Challenge.public_id, Challenge.paper_id),
        (Round.public_id, Round.paper_id),
    )
    return or_(
        *(
            AuditEntry.subject.in_(select(subject).where(of_paper.in_(ids)))
            for subject, of_paper in kinds
        )
    )


def _page(about: ColumnElement[bool], wanted: Wanted, zone: str) -> list[AuditEntry]:
    conditions = (about, *_conditions(wanted, zone))
    newest = select(AuditEntry).where(*conditions).order_by(AuditEntry.number.desc())
    return list(db.session.scalars(newest.limit(PAGE + 1)))


def _conditions(wanted: Wanted, zone: str) -> Iterable[ColumnElement[bool]]:
    if wanted.action:
        yield AuditEntry.action == wanted.action
    if wanted.actor:
        yield AuditEntry.actor == wanted.actor
    if wanted.first:
        yield AuditEntry.happened_at >= _begins(wanted.first, zone)
    if wanted.last:
        yield AuditEntry.happened_at < _begins(wanted.last + timedelta(days=1), zone)
    if wanted.entry:
        like = Endorsement.name.icontains(wanted.entry, autoescape=True)
        by_name = select(Endorsement.public_id).where(like)
        yield or_(AuditEntry.subject == wanted.entry, AuditEntry.subject.in_(by_name))
    if wanted.before:
        yield AuditEntry.number < wanted.before


def _begins(day: date, zone: str) -> datetime:
    return clock.day_begins(zone, day)
