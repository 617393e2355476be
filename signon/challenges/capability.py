"""Challenges move in: their kind of submission, an entry's page, the room of the desk."""

from datetime import datetime

from flask import render_template, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.capability import Capability
from signon.challenges import desk, effects, emails, queries, routes
from signon.challenges.links import PURPOSES
from signon.challenges.models import Challenge
from signon.challenges.policy import EntryGone
from signon.challenges.service import KIND
from signon.challenges.tasks import SCHEDULE
from signon.challenges.wordings import CHALLENGING
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.extensions import db
from signon.outbox.post import Email
from signon.papers.queries import PublicPaper, paper_by_id
from signon.site.slots import Fill
from signon.submissions.events import Confirmed, Ended
from signon.submissions.kinds import Facts, Lifecycle, Occasion, Retention, SubmissionKind
from signon.submissions.states import State


def _entry(challenge: Challenge) -> Endorsement:
    return db.session.get_one(Endorsement, challenge.endorsement_id)


def _occasion_of(challenge: Challenge) -> Occasion:
    paper = paper_by_id(challenge.paper_id)
    title = paper.text(challenge.language).title
    return Occasion(_entry(challenge).public_id, title, paper.campaign_host)


def _facts_of(challenge: Challenge) -> Facts:
    contact = challenge.contact
    facts = (
        (_("Entry"), _entry(challenge).name),
        (_("Your name"), contact.name if contact else ""),
        (_("Your role"), contact.role if contact else ""),
        (_("What is wrong"), challenge.explanation),
    )
    return tuple((label, value) for label, value in facts if value)


def _already(challenge: Challenge) -> Email:
    if challenge.contact is None:
        raise NotFound
    return emails.already(paper_by_id(challenge.paper_id), challenge)


def _page_of(challenge: Challenge) -> str:
    slug = paper_by_id(challenge.paper_id).slug
    entry = _entry(challenge).public_id
    return url_for("challenges.entry", slug=slug, lang=challenge.language, public_id=entry)


def _thank_you_url(challenge: Challenge) -> str:
    slug = paper_by_id(challenge.paper_id).slug
    return url_for("challenges.received", slug=slug, lang=challenge.language)


def _needs_moderation(_challenge: Challenge) -> bool:
    return True


def _require_confirmable(challenge: Challenge, _now: datetime) -> None:
    if _entry(challenge).state not in (State.CONFIRMED, State.PUBLISHED):
        raise EntryGone


def _erase_explanation(challenge: Challenge) -> None:
    challenge.explanation = ""


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


CHALLENGE = SubmissionKind(
    name=KIND,
    model=Challenge,
    scope_column="endorsement_id",
    occasion_of=_occasion_of,
    facts_of=_facts_of,
    already=_already,
    page_of=_page_of,
    thank_you_url=_thank_you_url,
    words=CHALLENGING,
    lifecycle=Lifecycle(
        needs_moderation=_needs_moderation,
        require_confirmable=_require_confirmable,
        lock_first=effects.lock_entry,
    ),
    retention=Retention(erase_person_fields=_erase_explanation),
)

CAPABILITY = Capability(
    "challenges",
    blueprints=(routes.pages, routes.mailed, desk.pages),
    kinds=(CHALLENGE,),
    fills=(Fill("review.paper", 10, _on_desk), Fill("list.below", 10, _below_list)),
    schedule=SCHEDULE,
    link_purposes=PURPOSES,
    listeners=(Listener(Confirmed, _confirmed), Listener(Ended, _ended)),
)
