"""Challenges as a kind of submission: what the shared path and the desk ask about them."""

from datetime import datetime
from functools import partial

from flask import url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.challenges import effects, emails, service
from signon.challenges.models import Challenge
from signon.challenges.policy import EntryGone
from signon.challenges.service import KIND
from signon.challenges.wordings import CHALLENGING
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.words import N_
from signon.outbox.post import Email
from signon.papers.queries import paper_by_id
from signon.submissions.kinds import Facts, Lifecycle, Occasion, Retention, SubmissionKind
from signon.submissions.outcomes import Decision, Outcome
from signon.submissions.states import State


def _entry(challenge: Challenge) -> Endorsement:
    return db.session.get_one(Endorsement, challenge.endorsement_id)


def _occasion_of(challenge: Challenge) -> Occasion:
    paper = paper_by_id(challenge.paper_id)
    title = paper.text(challenge.language).title
    return service.occasion_of(paper, _entry(challenge), title)


def _facts_of(challenge: Challenge) -> Facts:
    contact = challenge.contact
    facts = (
        (_("Entry"), _entry(challenge).name),
        (_("Your name"), contact.name if contact else ""),
        (_("Your role in the organisation"), contact.role if contact else ""),
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
    return url_for("signatories.entry", slug=slug, lang=challenge.language, public_id=entry)


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


def _decide(outcome: str, challenge: Challenge, decision: Decision) -> None:
    service.decide(_entry(challenge), outcome, decision)


OUTCOMES = (
    Outcome("goes", N_("The entry goes"), N_("The entry goes."), partial(_decide, "goes")),
    Outcome("stays", N_("The entry stays"), N_("The entry stays."), partial(_decide, "stays")),
)
"""Whichever challenge of an entry they are carried out for, all that are open end alike."""

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
    outcomes=OUTCOMES,
)
