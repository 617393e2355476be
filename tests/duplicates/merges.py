"""Organisations under papers, merges, and what can be seen of them."""

from collections import Counter
from typing import Any

from sqlalchemy import func, select

from signon.audit import trail
from signon.duplicates import finding, plans, service
from signon.duplicates.models import OrganisationMerge
from signon.duplicates.plans import Choice
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.organisations.models import Organisation, OrganisationName
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.papers.models import Paper
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.signatories import queries
from signon.signatories.models import Signatory, SignatoryWord
from tests.factories import a_campaign, a_text, change_paper

LEAD = "lead"
NOTE = "Held when two records of one organisation were merged."


def a_paper_of(campaign: str, slug: str) -> PublicPaper:
    """Return an open paper of a campaign."""
    a_campaign(campaign)
    papers.write(PaperDraft(campaign, slug, a_text()), actor=trail.SYSTEM)
    change_paper(slug, state="open", opens_at=clock.now())
    return paper_by_slug(slug, drafts=True)


def every_campaign() -> set[int]:
    return set(db.session.scalars(select(Paper.campaign_id)))


def chosen(
    kept: Endorsement, other: Endorsement, *, name: str = "", stays: tuple[Endorsement, ...] = ()
) -> tuple[tuple[int, int], Choice]:
    """Return how a lead who has seen everything merges the organisations of two endorsements.

    `name` is "kept" or "other".
    """
    db.session.rollback()
    ids = kept.organisation_id or 0, other.organisation_id or 0
    public = [db.session.get_one(Organisation, number).public_id for number in ids]
    plan = plans.plan(*ids)
    called = {"": "", "kept": public[0], "other": public[1]}[name]
    staying = frozenset(one.public_id for one in stays)
    return ids, Choice(public[0], public[1], called, staying, plan.seen)


def merge(
    kept: Endorsement, other: Endorsement, *, name: str = "", stays: tuple[Endorsement, ...] = ()
) -> OrganisationMerge:
    """Merge the organisations of two endorsements; return what was kept of it."""
    ids, choice = chosen(kept, other, name=name, stays=stays)
    done = service.merge(ids, choice, mine=every_campaign(), moderator=LEAD, note=NOTE)
    wanted = select(OrganisationMerge).where(OrganisationMerge.public_id == done)
    return db.session.scalars(wanted).one()


def find() -> None:
    """Compare whatever is to be compared, as the worker does."""
    db.session.rollback()
    while finding.find_some():
        pass


def undo(done: OrganisationMerge) -> OrganisationMerge:
    return service.undo(done.id, mine=every_campaign(), moderator=LEAD)


def reread(row: Endorsement) -> Endorsement:
    db.session.rollback()
    return db.session.scalars(select(Endorsement).where(Endorsement.id == row.id)).one()


def lines(paper: PublicPaper) -> list[str]:
    """Return the names on a paper's list, which its numbers, words and rows bear out."""
    db.session.rollback()
    of_paper = Signatory.paper_id == paper.id
    names = list(db.session.scalars(select(Signatory.name).where(of_paper)))
    published = select(Endorsement.name).where(
        Endorsement.paper_id == paper.id, Endorsement.state == "published"
    )
    assert Counter(db.session.scalars(published)) == Counter(names)
    assert queries.overview(paper.id).organisations.total() == len(names)
    stray = select(SignatoryWord).where(SignatoryWord.signatory_id.not_in(select(Signatory.id)))
    assert db.session.scalars(stray).first() is None
    return sorted(names)


def everything() -> dict[str, Any]:
    """Return all that a merge may touch, but for the numbers that only count changes."""
    db.session.rollback()
    passing = {"revision", "decided_at", "decided_by"}
    lines = _rows(Signatory, {"id"})
    words = (
        select(Signatory.public_id, SignatoryWord.word)
        .join(Signatory, Signatory.id == SignatoryWord.signatory_id)
        .order_by(Signatory.public_id, SignatoryWord.word)
    )
    numbers = {}
    for paper in db.session.scalars(select(Paper)):
        counts = queries.overview(paper.id).organisations.numbers
        numbers[paper.slug] = {place: number for place, number in counts.items() if number}
    return {
        "organisations": _rows(Organisation, set()),
        "names": _rows(OrganisationName, set()),
        "endorsements": _rows(Endorsement, passing),
        "lines": lines,
        "words": [tuple(row) for row in db.session.execute(words)],
        "numbers": numbers,
    }


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _rows(model: Any, without: set[str]) -> list[tuple[Any, ...]]:
    columns = [column for column in model.__table__.columns if column.name not in without]
    key = model.__table__.c.public_id if "public_id" in model.__table__.c else model.__table__.c.id
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(key))]
