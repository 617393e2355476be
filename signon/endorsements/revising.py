"""What a signatory changes later: public details, capacity, and who the contact is."""

from collections.abc import Mapping
from typing import Any

from signon.audit import trail
from signon.endorsements import evidence, policy, publication
from signon.endorsements import standing as standing_of
from signon.endorsements.events import Corrected
from signon.endorsements.form import wordings
from signon.endorsements.models import Endorsement, counted_as
from signon.events import tell
from signon.extensions import db
from signon.kernel import websites
from signon.kernel.domains import registrable
from signon.kernel.errors import Changed
from signon.organisations import matching
from signon.organisations import service as organisations
from signon.papers.queries import PublicPaper, paper_by_id
from signon.signatories import fields
from signon.submissions import contacts, locks, queries, rows, workflow
from signon.submissions.events import Parted
from signon.submissions.kinds import kind_of
from signon.submissions.models import Contact
from signon.submissions.states import State, TransitionRefused
from signon.transaction import command

Details = Mapping[str, str]


@command
def correct(endorsement: Endorsement, details: Details) -> Endorsement:
    """Change what is public; return the endorsement as it stands then.

    Where it changes who it is (see `changes_identity`) its evidence is weighed anew, and it is
    published again only if the paper takes such evidence without a lead. Where a paper publishes
    after review, a lead looks at whatever is changed: what was looked at is not what stands there.
    Raises `TransitionRefused` for what is not confirmed or published.
    """
    row = standing(endorsement)
    before = fields.values_of(row, fields.of(row.capacity))
    changes = {n: details[n] for n, was in before.items() if details.get(n, was) != was}
    if changes:
        review = paper_by_id(row.paper_id).publication == "after_review"
        _revise(row, changes, recheck=changes_identity(row, details), review=review)
        trail.record(
            "correct", row.public_id, actor=trail.SIGNATORY, fields=" ".join(sorted(changes))
        )
        tell(Corrected(row))
    return row


@command
def correct_for(endorsement: Endorsement, details: Details, *, actor: str) -> Details:
    """Change what is public in the name of its signatory; return what was there before, by name.

    What is on the list stays there: whoever changes it has looked. Its evidence is weighed anew
    where it stands for another organisation from then on. Raises `StandsInTheWay` where that is
    listed already or the same mailbox has signed for it, and `TransitionRefused` as `correct`.
    """
    row = standing(endorsement)
    before = fields.values_of(row, fields.of(row.capacity))
    changes = {n: details[n] for n, was in before.items() if details.get(n, was) != was}
    if changes:
        _revise(row, changes, stays=True)
        trail.record("correct", row.public_id, actor=actor, fields=" ".join(sorted(changes)))
        tell(Corrected(row))
    return {name: before[name] for name in changes}


@command
def correct_scope(endorsement: Endorsement, paper: PublicPaper, scope: policy.Scope) -> Endorsement:
    """Change how much of its text is endorsed; return the endorsement as it stands then.

    `paper` is the paper in the version that was signed. Where it publishes after review, a lead
    looks at what is said from now on. Raises what `policy.require_scope_changeable` does,
    `Changed` when another version is signed by now, and `TransitionRefused` for what is not
    confirmed or published.
    """
    row = standing(endorsement)
    if row.version_id != paper.version_id:
        raise Changed
    policy.require_scope_changeable(paper, row, scope)
    stated = {"reservation": scope.reservation, "priorities": policy.kept_priorities(paper, scope)}
    changes = {name: value for name, value in stated.items() if value != getattr(row, name)}
    if changes:
        _revise(row, changes, review=paper.publication == "after_review")
        names = " ".join(sorted(changes))
        trail.record("correct", row.public_id, actor=trail.SIGNATORY, fields=names)
        tell(Corrected(row))
    return row


@command
def correct_unconfirmed(endorsement: Endorsement, details: Details) -> None:
    """Change what would be published, before it is confirmed by the one who changes it.

    Raises `TransitionRefused` for what does not wait any more, or where the same mailbox has
    signed under the new name already.
    """
    row = lock(endorsement)
    if row.state != State.SUBMITTED:
        raise TransitionRefused
    before = fields.values_of(row, fields.of(row.capacity))
    changes = {n: details[n] for n, was in before.items() if details.get(n, was) != was}
    with db.session.no_autoflush:
        for name, value in changes.items():
            setattr(row, name, value)
        row.counts_as = counted_as(row.capacity, row.name)
        if queries.live_of(kind_of(row), row):
            raise TransitionRefused
    if changes:
        names = " ".join(sorted(changes))
        trail.record("correct", row.public_id, actor=trail.SIGNATORY, fields=names)


@command
def switch_capacity(endorsement: Endorsement, details: Details, language: str) -> Endorsement:
    """Let an endorsement count for the organisation instead of the person, or the other way round.

    `details` are the public ones in the new capacity, `capacity` among them; what is agreed to in
    it was read in `language`, which the trail keeps beside the version of the words.
    """
    row = standing(endorsement)
    before, after = row.capacity, details["capacity"]
    if before == after:
        return row
    blank = fields.blank(field for field in fields.FIELDS if after not in field.capacities)
    # Only a person may hide a name, and only an organisation waits for a decision.
    fresh = {"hides_name": False, "decides_on": None, **_consents(after)}
    _revise(row, {**blank, **details, **fresh}, recheck=True)
    said = {"before": before, "to": after, "wording": row.publish_wording, "language": language}
    trail.record("switch_capacity", row.public_id, actor=trail.SIGNATORY, **said)
    tell(Corrected(row))
    return row


@command
def change_contact(endorsement: Endorsement, contact: Contact, address_key: str) -> None:
    """Make somebody else the one who speaks for an endorsement; every older link to it is dead."""
    row = lock(endorsement)
    before, mailbox = row.contact, evidence.mail_domain(contact.email)
    stays_in_house = standing_of.is_established(mailbox, row.organisation_id)
    row.contact, row.address_key = contact, address_key
    row.link_stamp, row.code_hash = rows.new_stamp(), None
    if row.evidence not in evidence.VOUCHED or not stays_in_house:
        # Somebody has vouched for the other mailbox, not for this one.
        evidence.weigh(row)
    db.session.flush()
    if before is not None:
        contacts.erase(before)
    trail.record("hand_over", row.public_id, actor=trail.SIGNATORY)
    tell(Parted(row))


def changes_identity(endorsement: Endorsement, details: Details) -> bool:
    """Tell whether details make another organisation of it: name, country or owner of the site."""
    if endorsement.capacity != "organisation":
        return False
    same_name = matching.compare(endorsement.name, details["name"]).same
    same_site = _owner(endorsement.website) == _owner(details["website"])
    return not (same_name and same_site and endorsement.country == details["country"])


def lock(endorsement: Endorsement) -> Endorsement:
    """Return an endorsement as it is now; nobody else changes it until the command ends."""
    row = locks.lock(kind_of(endorsement), endorsement)
    assert isinstance(row, Endorsement)  # noqa: S101 - for the type checker
    return row


def standing(endorsement: Endorsement) -> Endorsement:
    """Return an endorsement as `lock` does; raise `TransitionRefused` unless it is confirmed."""
    row = lock(endorsement)
    if row.state not in (State.CONFIRMED, State.PUBLISHED):
        raise TransitionRefused
    return row


def _revise(
    row: Endorsement,
    changes: Mapping[str, Any],
    *,
    recheck: bool = False,
    review: bool = False,
    stays: bool = False,
) -> None:
    """Write changes down, and let the list follow; a lead looks first where they `review` it.

    `recheck` says that the evidence is weighed anew, and whether it is still enough; what `stays`
    is not taken off the list, or is refused.
    """
    publication.lock_list(row.paper_id)
    was_public = row.state == State.PUBLISHED
    if was_public:
        publication.unpublish(row)
    recheck = _write(row, changes, recheck=recheck, stays=stays)
    if not was_public:
        return
    if stays:
        publication.require_unlisted(row)
        publication.publish(row)
        return
    kind = kind_of(row)
    # It may not be written as published beside another one of its organisation, not for a moment.
    with db.session.no_autoflush:
        waits = kind.lifecycle.needs_moderation(row) if recheck else publication.is_listed(row)
        waits = waits or review
        if waits:
            workflow.unpublish(kind, row)
    if not waits:
        publication.publish(row)


def _write(row: Endorsement, changes: Mapping[str, Any], *, recheck: bool, stays: bool) -> bool:
    """Write changes down and weigh the evidence where it has to be; tell whether that was so."""
    with db.session.no_autoflush:
        for name, value in changes.items():
            setattr(row, name, value)
        row.counts_as = counted_as(row.capacity, row.name)
        _require_free(row, stays=stays)
        before, row.organisation_id = row.organisation_id, _organisation(row)
        # Whatever was found out about one record says nothing about another.
        recheck = recheck or row.organisation_id != before
        if recheck:
            evidence.weigh(row)
    return recheck


def _require_free(row: Endorsement, *, stays: bool) -> None:
    """Raise where the same mailbox has signed under that name already; name that where it stays."""
    known = queries.live_beside(kind_of(row), row)
    if known is not None:
        raise policy.StandsInTheWay(known.public_id) if stays else TransitionRefused


def _consents(capacity: str) -> dict[str, str | None]:
    authority = wordings.CURRENT if capacity == "organisation" else None
    return {"publish_wording": wordings.PUBLISH_CURRENT, "authority_wording": authority}


def _organisation(row: Endorsement) -> int | None:
    if row.capacity != "organisation":
        return None
    draft = organisations.OrganisationDraft(
        row.name, row.acronym, row.country, row.organisation_kind, row.website
    )
    return organisations.find_or_create(draft).id


def _owner(website: str) -> str:
    return registrable(websites.domain(website)) if website else ""
