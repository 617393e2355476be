"""What supports the claim to sign for an organisation, worked out and never asked of anybody."""

from sqlalchemy import exists, select

from signon.endorsements import policy
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import websites
from signon.kernel.errors import DomainError
from signon.outbox.addresses import ascii_domain
from signon.papers.queries import PublicPaper
from signon.submissions.states import State

ACCEPTED = ("checked", "second", "domain", "contact")
"""Grades of a claim that somebody may believe: those from which a known contact is made."""


def grade_of(endorsement: Endorsement) -> str:
    """Return the grade of an endorsement by what is known now; "none" without its contact."""
    if endorsement.contact is None:
        return "none"
    domain = mail_domain(endorsement.contact.email)
    if endorsement.capacity == "individual":
        return policy.grade(domain, "")
    return policy.grade(domain, _site(endorsement.website), known=_is_known(endorsement))


def mail_domain(email: str) -> str:
    """Return the domain of an address in ASCII, "" for an odd one."""
    try:
        return ascii_domain(email.rpartition("@")[2])
    except UnicodeError:
        return ""


def speaks_for(email: str, website: str) -> bool:
    """Tell whether an address lies at an organisation's own website."""
    return policy.grade(mail_domain(email), _site(website)) == "domain"


def publishes_at_once(paper: PublicPaper, grade: str) -> bool:
    """Tell whether a paper publishes evidence of this grade without a lead."""
    return policy.publishes_at_once(paper.publication, paper.publish_grades, grade)


def _site(website: str) -> str:
    try:
        return websites.domain(website) if website else ""
    except DomainError:
        return ""


def _is_known(endorsement: Endorsement) -> bool:
    """Tell whether this mailbox has been believed for this organisation under another paper."""
    if endorsement.organisation_id is None or endorsement.address_key is None:
        return False
    before = exists().where(
        Endorsement.organisation_id == endorsement.organisation_id,
        Endorsement.address_key == endorsement.address_key,
        Endorsement.state == State.PUBLISHED,
        Endorsement.evidence.in_(ACCEPTED),
        Endorsement.contested_at.is_(None),
        Endorsement.id != endorsement.id,
    )
    with db.session.no_autoflush:
        return bool(db.session.scalar(select(before)))
