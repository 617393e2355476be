"""What supports the claim to sign for an organisation, worked out and never asked of anybody."""

from collections.abc import Sequence

from signon.endorsements import policy, standing
from signon.endorsements.models import SPOKEN_FOR, Endorsement
from signon.kernel import websites
from signon.kernel.errors import DomainError
from signon.outbox.addresses import ascii_domain
from signon.papers.queries import PublicPaper

VOUCHED = ("checked", "second")
"""Grades that somebody else has given: a lead, or a second person at an established domain."""


def grade_of(endorsement: Endorsement) -> str:
    """Return the grade of an endorsement by what is known now; "none" without its contact.

    What others wrote down stands on their word until its own mailbox says that it is right.
    """
    if is_spoken_for(endorsement):
        return endorsement.source
    if endorsement.contact is None:
        return "none"
    if endorsement.capacity == "individual":
        return _graded(endorsement, known=False)
    known = standing.was_checked(
        endorsement.contact.email, endorsement.organisation_id, but=endorsement.id
    )
    return _graded(endorsement, known=known)


def weigh(endorsement: Endorsement) -> None:
    """Grade an endorsement anew; what a lead has checked of it does not hold any more."""
    _note(endorsement, grade_of(endorsement))


def weigh_all(endorsements: Sequence[Endorsement]) -> None:
    """Grade many anew as `weigh`, by as many statements as one."""
    if len(endorsements) == 1:
        weigh(endorsements[0])
        return
    known = standing.checked_before(endorsements)
    for one in endorsements:
        is_plain = one.contact is None or is_spoken_for(one)
        _note(one, grade_of(one) if is_plain else _graded(one, known=one.id in known))


def check(endorsement: Endorsement) -> None:
    """Note that a lead has checked an endorsement, and which domain that establishes.

    It is the mailbox's, if it lies at the website: then both say the same, and the lead saw both.
    """
    endorsement.evidence, contact = "checked", endorsement.contact
    is_own = contact is not None and lies_at(contact.email, endorsement.website)
    is_own = is_own and not is_spoken_for(
        endorsement
    )  # nobody has shown that the mailbox is theirs
    endorsement.checked_domain = mail_domain(contact.email) if contact and is_own else ""


def ground(email: str, entry: Endorsement) -> str:
    """Return what a mailbox is worth for the organisation of an entry, leaving that entry aside.

    A grade as of an endorsement, or "established" at a domain that somebody else has established.
    """
    mailbox, organisation_id = mail_domain(email), entry.organisation_id
    known = standing.was_checked(email, organisation_id, but=entry.id)
    grade = policy.grade(mailbox, _site(entry.website), known=known)
    if grade in ("mailbox", "domain") and standing.is_established(mailbox, organisation_id):
        return "established"
    return grade


def ground_of(entry: Endorsement) -> str:
    """Return what an entry itself stands on, in the words of `ground`."""
    if entry.evidence in VOUCHED or entry.contact is None or is_spoken_for(entry):
        return entry.evidence
    return ground(entry.contact.email, entry)


def is_spoken_for(endorsement: Endorsement) -> bool:
    """Tell whether it was written down by others, and no mailbox has said yet that it is right."""
    return endorsement.source in SPOKEN_FOR and endorsement.proven_at is None


def mail_domain(email: str) -> str:
    """Return the domain of an address in ASCII, "" for an odd one."""
    try:
        return ascii_domain(email.rpartition("@")[2])
    except UnicodeError:
        return ""


def lies_at(email: str, website: str) -> bool:
    """Tell whether an address lies at a website."""
    return policy.grade(mail_domain(email), _site(website)) == "domain"


def publishes_at_once(paper: PublicPaper, grade: str, capacity: str) -> bool:
    """Tell whether a paper publishes evidence of this grade without a lead."""
    return policy.publishes_at_once(paper.publication, paper.publish_grades, grade, capacity)


def _graded(endorsement: Endorsement, *, known: bool) -> str:
    """Return the grade of a mailbox, of which a lead may have checked another entry."""
    domain = mail_domain(endorsement.contact.email) if endorsement.contact else ""
    if endorsement.capacity == "individual":
        return policy.grade(domain, "")
    return policy.grade(domain, _site(endorsement.website), known=known)


def _note(endorsement: Endorsement, grade: str) -> None:
    endorsement.evidence, endorsement.checked_domain = grade, ""
    endorsement.first_evidence = endorsement.first_evidence or grade


def _site(website: str) -> str:
    try:
        return websites.domain(website) if website else ""
    except DomainError:
        return ""
