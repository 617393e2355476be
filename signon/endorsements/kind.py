"""Endorsements as a kind of submission: what the shared path asks about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import update
from werkzeug.exceptions import NotFound

from signon.endorsements import emails, evidence, publication, resemblance, revising
from signon.endorsements.facts import facts_of
from signon.endorsements.form import corrections
from signon.endorsements.form.wordings import KEEPING_A_PLACE, SIGNING
from signon.endorsements.models import SPOKEN_FOR, Endorsement
from signon.endorsements.service import KIND, occasion_of
from signon.extensions import db
from signon.organisations import matching
from signon.organisations import service as organisations
from signon.outbox.post import Email
from signon.papers import policy as papers_policy
from signon.papers import queries as papers
from signon.signatories import fields
from signon.submissions.kinds import (
    Correction,
    Deferral,
    Lifecycle,
    Occasion,
    Retention,
    Schedule,
    SubmissionKind,
)


def _already(endorsement: Endorsement) -> Email:
    if endorsement.contact is None:
        raise NotFound
    is_others_word = evidence.is_spoken_for(endorsement)
    write = emails.already_written_down if is_others_word else emails.already_endorsed
    return write(ENDORSEMENT, endorsement, endorsement.contact.email)


def _occasion_of(endorsement: Endorsement) -> Occasion:
    paper = papers.paper_by_id(endorsement.paper_id)
    return occasion_of(paper, papers.title(endorsement.text_id), late=endorsement.is_late)


def _page_of(endorsement: Endorsement) -> str:
    slug = papers.paper_by_id(endorsement.paper_id).slug
    return url_for("endorsements.endorse", slug=slug, lang=endorsement.language)


def _thank_you_url(endorsement: Endorsement) -> str:
    slug = papers.paper_by_id(endorsement.paper_id).slug
    entry = endorsement.public_id
    return url_for("endorsements.thank_you", slug=slug, lang=endorsement.language, entry=entry)


def _require_confirmable(endorsement: Endorsement, now: datetime) -> None:
    paper = papers.paper_by_id(endorsement.paper_id)
    if endorsement.is_late:
        papers_policy.require_late_confirmable(paper, now)
    else:
        papers_policy.require_confirmable(paper, now)


def _needs_moderation(endorsement: Endorsement) -> bool:
    grade = endorsement.evidence
    if grade == "none":  # somebody only looks at what confirming would do
        grade = evidence.grade_of(endorsement)
    # What costs no question comes first: an import asks this of every row.
    if endorsement.is_late or grade in SPOKEN_FOR:
        return True
    paper = papers.paper_by_id(endorsement.paper_id)
    if not evidence.publishes_at_once(paper, grade, endorsement.capacity):
        return True
    if publication.is_listed(endorsement) or publication.is_disputed(endorsement):
        return True
    return resemblance.found(endorsement) is not None


def _settle_organisation(endorsement: Endorsement) -> None:
    """Join the endorsement to its organisation's record, and weigh the evidence for it.

    Nobody else changes the list meanwhile.
    """
    publication.lock_list(endorsement.paper_id)
    if endorsement.capacity == "organisation":
        draft = organisations.OrganisationDraft(
            endorsement.name,
            endorsement.acronym,
            endorsement.country,
            endorsement.organisation_kind,
            endorsement.website,
        )
        endorsement.organisation_id = organisations.find_or_create(draft).id
    with db.session.no_autoflush:  # it is all written at once, with the state
        evidence.weigh(endorsement)


def _corrects(values: Mapping[str, Any], waiting: Sequence[Endorsement]) -> Endorsement | None:
    """Return the unconfirmed endorsement whose name is only typed anew: a slip that was mended."""
    if values["capacity"] != "organisation":
        return None
    ours = [row for row in waiting if row.capacity == "organisation"]
    same = [row for row in ours if row.counts_as == values["counts_as"]]
    likely = [row for row in ours if matching.compare(row.name, values["name"]).suggest]
    return next(iter((*same, *likely)), None)


def _correction_form(endorsement: Endorsement) -> Any:
    return corrections.details_form(endorsement, meta={"csrf": False})


def _correct(endorsement: Endorsement, form: Any) -> None:
    revising.correct_unconfirmed(endorsement, form.details())


def _erase_person_fields(endorsement: Endorsement) -> None:
    """Empty what names a person; that an organisation once signed and left stays on record."""
    if endorsement.capacity == "individual":
        for name, nothing in fields.blank(fields.PERSONAL).items():
            setattr(endorsement, name, nothing)


def _erase_hidden(row_ids: Sequence[int]) -> None:
    """Empty the names that no list has shown: they were promised to go with the contacts."""
    hidden = update(Endorsement).where(Endorsement.id.in_(row_ids), Endorsement.hides_name)
    nothing = {**fields.blank(fields.PERSONAL), "search": "", "counts_as": "", "sort_key": b""}
    db.session.execute(hidden.values(**nothing))


ENDORSEMENT = SubmissionKind(
    name=KIND,
    model=Endorsement,
    scope_column="paper_id",
    occasion_of=_occasion_of,
    facts_of=facts_of,
    already=_already,
    page_of=_page_of,
    thank_you_url=_thank_you_url,
    words=SIGNING,
    lifecycle=Lifecycle(
        needs_moderation=_needs_moderation,
        require_confirmable=_require_confirmable,
        before_confirm=_settle_organisation,
        entered_public=publication.publish_all,
        left_public=publication.unpublish_all,
    ),
    retention=Retention(
        erase_person_fields=_erase_person_fields,
        erase_hidden=_erase_hidden,
    ),
    apart=("counts_as",),
    correction=Correction("endorsements/correct.html", _correction_form, _correct),
    corrects=_corrects,
    schedule=Schedule(deferral=Deferral(ask_not_before="decides_on", words=KEEPING_A_PLACE)),
)
