"""Who is told of what: signatories of a decision about them, leads of what waits."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from signon.access.models import Account, Grant
from signon.access.roles import Role
from signon.campaigns.queries import PublicCampaign, all_campaigns
from signon.challenges.models import Challenge
from signon.deciding import emails
from signon.deciding.models import Digest, NoticeChoice, Threshold
from signon.endorsements.events import Decided
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.queue import Claimed, discard_all, enqueue_all, unfinished
from signon.kernel import clock
from signon.kernel.languages import DEFAULT
from signon.kernel.upsert import insert_for
from signon.outbox.post import ORDINARY, post
from signon.papers.queries import PublicPaper, paper_by_id, papers_of
from signon.signatories.queries import overviews
from signon.submissions import queues
from signon.submissions.events import Confirmed
from signon.submissions.states import State
from signon.transaction import before_commit, command, notes

KIND = "deciding.notice"
_DECIDED = "signon.decided"
DELAY = timedelta(minutes=10)
"""So long a decision may be undone without anybody being told of either."""

AT = time(7)
MONDAY = 0
THRESHOLDS = (100, 500, 1000)


def on_decided(event: Decided) -> None:
    """Let the signatory hear of a decision in a while; of none that was taken back by then.

    What one command decides is written as it commits, at once. Before the head of the trail is
    taken, for which every command of the house waits. Whom a network has signed for reads that by
    a mail of its own when it is first public, and no second time.
    """
    if event.is_first and event.endorsement.source == "network":
        return
    row, decided = event.endorsement, notes().setdefault(_DECIDED, {})
    first, _ = decided.get(row.public_id, (event.before, ""))
    decided[row.public_id] = first, row.state
    before_commit(_tell_later, first=True)


def _tell_later() -> None:
    decided: dict[str, tuple[str, str]] = notes().pop(_DECIDED, {})
    untold = unfinished(KIND, decided)
    discard_all(KIND, untold)
    said = {}
    for public_id, (before, after) in decided.items():
        before = str(untold[public_id]["before"]) if public_id in untold else before
        if _what(before, after):
            said[public_id] = {"before": before, "after": after}
    enqueue_all(KIND, said, due_at=clock.now() + DELAY)


@command
def tell(job: Claimed) -> None:
    """Mail a decision to the signatory, if it still holds and somebody is there to be told."""
    row = db.session.scalar(select(Endorsement).where(Endorsement.public_id == job.subject))
    if row is None or row.contact is None or row.state != job.payload["after"]:
        return
    what = _what(str(job.payload["before"]), row.state)
    email = emails.decided(paper_by_id(row.paper_id), row, what, to=row.contact.email)
    post(email, about=row.public_id, priority=ORDINARY)


def on_confirmed(event: Confirmed) -> None:
    """Tell the leads at once that a signature is disputed."""
    challenge = event.submission
    if not isinstance(challenge, Challenge):
        return
    paper = paper_by_id(challenge.paper_id)
    entry = db.session.get_one(Endorsement, challenge.endorsement_id)
    for account in _leads(paper.campaign_id):
        post(emails.disputed(account, paper, entry), about=challenge.public_id, priority=ORDINARY)


@command
def choose(account_id: int, how_often: str) -> None:
    """Note how often a lead wants to hear what waits."""
    chosen = insert_for(db.session(), NoticeChoice.__table__)
    said = {"how_often": how_often}
    db.session.execute(
        chosen.values(account_id=account_id, **said).on_conflict_do_update(
            index_elements=[NoticeChoice.__table__.c.account_id], set_=said
        )
    )


def choice_of(account_id: int) -> str:
    """Return how often a lead wants to hear what waits: daily, unless they chose otherwise."""
    wanted = select(NoticeChoice.how_often).where(NoticeChoice.account_id == account_id)
    return db.session.scalar(wanted) or "daily"


def make_digests() -> None:
    """Mail what waits to the leads of each campaign in which it is seven o'clock or later."""
    for campaign in all_campaigns(DEFAULT):
        papers = papers_of(campaign.id)
        zone = ZoneInfo(papers[0].time_zone if papers else "UTC")
        there = clock.now().astimezone(zone)
        if there.time() >= AT:
            _digest(campaign, papers, there.date())


def tell_thresholds() -> None:
    """Tell the leads of each paper that has passed a round number of signatories."""
    for campaign in all_campaigns(DEFAULT):
        papers = papers_of(campaign.id)
        listed = overviews([paper.id for paper in papers]) if papers else {}
        for paper in papers:
            number = listed[paper.id].organisations.total() + listed[paper.id].individuals.total()
            if passed := [one for one in THRESHOLDS if one <= number]:
                _threshold(paper, passed)


@command
def _digest(campaign: PublicCampaign, papers: Sequence[PublicPaper], day: date) -> None:
    """Mail a digest once a day, however many workers there are."""
    if not _is_first(campaign.id, day):
        return
    waiting = [row for row in map(_waiting, papers) if any(row[1:])]
    if not waiting:
        return
    for account in _leads(campaign.id):
        often = choice_of(account.id)
        if often == "daily" or (often == "weekly" and day.weekday() == MONDAY):
            email = emails.digest(account, campaign.title, waiting)
            post(email, about=campaign.public_id, priority=ORDINARY, scope=f"digest/{day}")


@command
def _threshold(paper: PublicPaper, passed: Sequence[int]) -> None:
    told = set(db.session.scalars(select(Threshold.number).where(Threshold.paper_id == paper.id)))
    new = [number for number in passed if number not in told]
    for number in new:
        row = {"paper_id": paper.id, "number": number, "told_at": clock.now()}
        noted = insert_for(db.session(), Threshold.__table__).values(**row)
        db.session.execute(noted.on_conflict_do_nothing())
    for account in _leads(paper.campaign_id) if new else ():
        if choice_of(account.id) != "none":
            email, scope = emails.passed(account, paper, new[-1]), f"passed/{new[-1]}"
            post(email, about=paper.public_id, priority=ORDINARY, scope=scope)


def _is_first(campaign_id: int, day: date) -> bool:
    """Note that the digest of a day is made; tell whether it was not yet."""
    table: Any = Digest.__table__
    noted = insert_for(db.session(), table).values(campaign_id=campaign_id, made_on=day)
    later = noted.on_conflict_do_update(
        index_elements=[table.c.campaign_id],
        set_={"made_on": day},
        where=table.c.made_on < day,
    )
    return db.session.execute(later.returning(table.c.campaign_id)).first() is not None


def _waiting(paper: PublicPaper) -> tuple[PublicPaper, int, int]:
    numbers = {one.kind: one.number(paper) for one in queues.all_queues()}
    disputes = numbers.pop("dispute", 0)
    return paper, sum(numbers.values()), disputes


def _leads(campaign_id: int) -> Sequence[Account]:
    """Return who decides in a campaign and has signed in once at least."""
    deciding = [role for role in Role if role.includes(Role.MODERATOR)]
    wanted = (
        select(Account)
        .join(Grant, Grant.account_id == Account.id)
        .where(
            Grant.campaign_id == campaign_id,
            Grant.role.in_(deciding),
            Account.password_hash.is_not(None),
        )
        .order_by(Account.id)
    )
    return db.session.scalars(wanted).all()


def _what(before: str, after: str) -> str:
    """Return what there is to tell of a decision, "" for nothing."""
    if before == after:
        return ""
    if after == State.PUBLISHED:
        return emails.PUT_ON
    is_off = after == State.REJECTED or before == State.PUBLISHED
    return emails.TAKEN_OFF if is_off else ""


HANDLERS = {KIND: tell}
