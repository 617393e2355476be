"""Commands of the space, each for an endorsement of the mailbox that opened it."""

from signon.audit import trail
from signon.endorsements import policy, revising
from signon.endorsements.models import Endorsement
from signon.papers.queries import paper_by_id
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from signon.transaction import command


@command
def correct(endorsement: Endorsement, details: dict[str, str]) -> Endorsement:
    """Change what is public; see `revising.correct`."""
    return revising.correct(endorsement, details)


@command
def switch_capacity(endorsement: Endorsement, details: dict[str, str]) -> Endorsement:
    """Count for the organisation instead of the person, or the other way round.

    Raises `CapacityRefused` where the paper does not take it.
    """
    to = "individual" if endorsement.capacity == "organisation" else "organisation"
    policy.require_capacity(paper_by_id(endorsement.paper_id), to)
    return revising.switch_capacity(endorsement, {**details, "capacity": to})


@command
def withdraw(endorsement: Endorsement, reason: str) -> None:
    """Take an endorsement back, with an optional public reason."""
    kind = kind_of(endorsement)
    workflow.withdraw(kind, endorsement, actor=trail.SIGNATORY, reason=reason)


@command
def silence(address_key: str) -> None:
    """Never write to this mailbox again, whatever it has signed."""
    workflow.silence(address_key, "asked")


@command
def erase_person(endorsement: Endorsement) -> None:
    """Erase the contact; the organisation's endorsement stays, and nobody can change it by mail."""
    policy.require_erasable(endorsement.capacity)
    workflow.erase_person(kind_of(endorsement), endorsement, actor=trail.SIGNATORY)
