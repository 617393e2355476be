"""Short ways to what a test is about. Everything not named has a usual value."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from signon.audit import trail
from signon.campaigns import service as campaigns
from signon.campaigns.models import Campaign
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.papers import queries
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft, TextDraft
from signon.papers.models import Paper
from signon.papers.queries import PublicPaper
from signon.site import changes
from signon.submissions import workflow
from signon.transaction import command
from tests.support.scenes import Kept

_numbers = itertools.count(1)

FORM = {
    "capacity": "organisation",
    "organisation_name": "Hearth & Harbour",
    "acronym": "HH",
    "country": "BE",
    "organisation_kind": "ngo",
    "website": "https://hearth.example.org/",
    "representative_name": "Ada Sample",
    "representative_role": "Chair",
    "email": "ada@hearth.example.org",
    "statement": "",
    "authorised": "y",
    "publish_consent": "y",
}
"""The endorsement form as an organisation fills it in."""

LENIENT = "checked second domain contact mailbox freemail"
"""What leads may choose: whoever confirms is published, but at a throw-away mailbox."""

TEXT = "## 1. Doors\n\nDoors stay open.\n\n## 2. Roofs\n\nEverybody has one.\n"


def a_campaign(slug: str = "open-doors", **changes: Any) -> Campaign:
    """Return a campaign, founded if it is not there yet."""
    known = db.session.scalar(select(Campaign).where(Campaign.slug == slug))
    if known is not None:
        return known
    texts = (("en", "Open doors", "A campaign."), ("ar", "أبواب مفتوحة", ""))
    usual = {"host": "Doors Network", "contact": "https://doors.example.org/contact"}
    draft = campaigns.CampaignDraft(slug, texts=texts, **{**usual, **changes})
    return campaigns.create(draft, actor=trail.SYSTEM)


def a_text(language: str = "en", **changes: Any) -> TextDraft:
    """Return one language of a paper, as it is handed in."""
    usual = {"title": "Ten open doors", "addressee": "To all ministers", "summary": "In short."}
    return TextDraft(**{"language": language, **usual, "markdown": TEXT, **changes})


def write_paper(slug: str, languages: tuple[str, ...]) -> None:
    """Write a draft in some languages, in the usual campaign."""
    a_campaign()
    for language in languages:
        papers.write(PaperDraft("open-doors", slug, a_text(language)), actor=trail.SYSTEM)


def is_draft(slug: str) -> bool:
    """Tell whether a paper was written and is not open yet."""
    state = db.session.scalar(select(Paper.state).where(Paper.slug == slug))
    return state == "draft"


USUAL_PAPER = ("ten-doors", ("en",))
USUAL_SCENE = Kept(lambda: write_paper(*USUAL_PAPER))


def a_paper(
    slug: str = "ten-doors", *, languages: tuple[str, ...] = ("en",), **changes: Any
) -> PublicPaper:
    """Return an open paper; `changes` are columns of the table of papers."""
    is_usual = (slug, languages) == USUAL_PAPER
    if is_usual and USUAL_SCENE.can_be_set():
        USUAL_SCENE.set()
    elif not (is_usual and is_draft(slug)):  # it stands ready in some scenes that are kept
        write_paper(slug, languages)
    usual = {"state": "open", "opens_at": clock.now() - timedelta(days=1)}
    change_paper(slug, **{**usual, "publish_grades": LENIENT, **changes})
    return queries.paper_by_slug(slug, drafts=True)


def a_draft(**changes: Any) -> EndorsementDraft:
    """Return what an organisation typed, each time with another name and address."""
    number = next(_numbers)
    usual = {
        "capacity": "organisation",
        "name": f"Organisation {number}",
        "acronym": "",
        "affiliation": "",
        "country": "BE",
        "organisation_kind": "ngo",
        "website": "",
        "statement": "",
        "representative_name": "Ada Sample",
        "representative_role": "Chair",
        "email": f"ada{number}@example.org",
        "authorised": True,
        "updates_consent": False,
        "language": "en",
    }
    return EndorsementDraft(**{**usual, **changes})


def an_endorsement(
    paper: PublicPaper, *, confirmed: bool = True, at: datetime | None = None, **changes: Any
) -> Endorsement:
    """Return an endorsement: published (unless the paper is reviewed), or not confirmed yet."""
    draft = a_draft(**changes)
    if confirmed:
        endorsements.enter(paper, draft, actor=trail.SYSTEM, at=at or clock.now())
    else:
        endorsements.endorse(paper, draft)
    newest = select(Endorsement).order_by(Endorsement.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def _signed_paper() -> PublicPaper:
    paper = a_paper()
    an_endorsement(paper, name="Anchor")
    return paper


SIGNED_PAPER = Kept(_signed_paper)
"""An open paper under which one organisation stands, for tests that only look at it."""


def confirm(endorsement: Endorsement) -> Endorsement:
    """Confirm as the owner of the mailbox does."""
    row = workflow.confirm(ENDORSEMENT, endorsement)
    assert isinstance(row, Endorsement)
    return row


@command
def change_paper(slug: str = "ten-doors", **columns: Any) -> None:
    """Set columns of a paper."""
    paper = db.session.scalars(select(Paper).where(Paper.slug == slug)).one()
    for name, value in columns.items():
        setattr(paper, name, value)
    changes.note("paper", paper.id)


@command
def rename_paper(slug: str) -> None:
    """Give the only paper a name in addresses that could once be imported."""
    db.session.execute(update(Paper).values(slug=slug))
