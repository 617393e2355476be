"""Challenges move in: their kind of submission, an entry's page, the room of the desk."""

from flask import render_template

from signon.capability import Capability
from signon.challenges import desk, effects, queries, routes
from signon.challenges.kind import CHALLENGE
from signon.challenges.links import PURPOSES
from signon.challenges.models import Challenge
from signon.challenges.tasks import SCHEDULE
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.papers.queries import PublicPaper
from signon.site.slots import Fill
from signon.submissions.events import Confirmed, Ended


def _on_desk(paper: PublicPaper, may_decide: bool) -> str:
    """Return how many challenges wait, for those who decide about them."""
    if not may_decide:
        return ""
    waiting = queries.number_open(paper.id)
    return render_template("challenges/_on_desk.html", paper=paper, waiting=waiting)


def _below_list(paper: PublicPaper) -> str:
    """Return what the names of a list lead to."""
    return render_template("challenges/_below_list.html", paper=paper)


def _confirmed(event: Confirmed) -> None:
    if isinstance(event.submission, Challenge):
        effects.take_effect(event.submission)
    elif event.by_mailbox and isinstance(event.submission, Endorsement):
        effects.tell_known(event.submission)


def _ended(event: Ended) -> None:
    if isinstance(event.submission, Challenge):
        effects.release(event.submission)
    elif isinstance(event.submission, Endorsement):
        effects.end(event.submission)


CAPABILITY = Capability(
    "challenges",
    blueprints=(routes.pages, routes.mailed, desk.pages),
    kinds=(CHALLENGE,),
    fills=(Fill("review.paper", 10, _on_desk), Fill("list.below", 10, _below_list)),
    schedule=SCHEDULE,
    link_purposes=PURPOSES,
    listeners=(Listener(Confirmed, _confirmed), Listener(Ended, _ended)),
)
