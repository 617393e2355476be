"""What the tests of challenges are about: an entry, who disputes it, and what they find."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from signon.challenges import service
from signon.challenges.capability import CHALLENGE
from signon.challenges.drafts import ChallengeDraft
from signon.challenges.models import Challenge
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.outbox.post import Email, Link
from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.submissions import workflow
from signon.submissions.states import Action, State
from tests.factories import a_paper, an_endorsement

Outbox = Callable[[], list[Email]]

WEBSITE = "https://hearth.example.net/"
OFFICE = "office@hearth.example.net"
CHAIR = "chair@hearth.example.net"
FORM = {
    "representative_name": "Bo Sample",
    "representative_role": "Director",
    "email": OFFICE,
    "explanation": "Nobody of us has ever seen this paper.",
    "authorised": "y",
}


def an_entry(paper: PublicPaper | None = None, **changes: Any) -> Endorsement:
    """Return what somebody has signed in the name of Hearth."""
    usual = {"name": "Hearth", "website": WEBSITE, "email": "eve@elsewhere.example.com"}
    return an_endorsement(paper or a_paper(), **{**usual, **changes})


def checked(entry: Endorsement) -> Endorsement:
    """Return an entry after a lead has looked at it and published it."""
    for action in (Action.UNPUBLISH, Action.PUBLISH):
        if action == Action.PUBLISH or entry.state == State.PUBLISHED:
            endorsements.decide(entry, action, revision=entry.revision, moderator="lead")
    return entry


def establish(**changes: Any) -> Endorsement:
    """Let a lead check an earlier entry of Hearth, so that its domain is known to be its own."""
    return checked(an_entry(a_paper("established"), **{"email": CHAIR, **changes}))


def a_challenge(
    paper: PublicPaper, entry: Endorsement, email: str = OFFICE, *, confirmed: bool = True
) -> Challenge:
    """Return a challenge of an entry, confirmed or waiting for that."""
    draft = ChallengeDraft("Bo Sample", "Director", email, "Not us.", "en")
    service.challenge(paper, entry.public_id, draft)
    newest = select(Challenge).order_by(Challenge.id.desc()).limit(1)
    row = db.session.scalars(newest).one()
    if confirmed:
        workflow.confirm(CHALLENGE, row)
    return row


def reread(row: Any) -> Any:
    """Return a row as it stands in the database now."""
    db.session.rollback()
    wanted = select(type(row)).where(type(row).id == row.id)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def on_list(paper: PublicPaper, entry: Endorsement) -> str:
    """Return how an entry stands on the list: "plain", "contested" or "absent"."""
    line = queries.line(paper.id, entry.public_id)
    if line is None:
        return "absent"
    return "contested" if line.is_contested else "plain"


def path_in(email: Email, door: str) -> str:
    """Return the path of the link in a mail that leads to one door, such as "confirm"."""
    paths = [urlsplit(part.url).path for part in email.parts if isinstance(part, Link)]
    return next(path for path in paths if f"/{door}/" in path)


def subjects(mails: list[Email], to: str) -> list[str]:
    """Return the beginnings of what was mailed to an address."""
    return [mail.subject.partition(":")[0] for mail in mails if mail.to == to]
