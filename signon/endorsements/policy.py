"""Rules about endorsing. Pure: values in, nothing or a refusal out."""

from typing import Protocol

from signon.endorsements.drafts import EndorsementDraft
from signon.kernel.errors import DomainError
from signon.kernel.words import N_


class Accepts(Protocol):
    """What the rules need to know of a paper."""

    @property
    def takes_organisations(self) -> bool: ...
    @property
    def takes_individuals(self) -> bool: ...


class CapacityRefused(DomainError):
    """The paper does not take this sort of signatory."""

    status = 422
    message = N_("This paper cannot be signed in that capacity.")


class NoMandate(DomainError):
    """Nobody said that they may sign for the organisation."""

    status = 422
    message = N_("Please state that you may sign on behalf of the organisation.")


class AlreadyListed(DomainError):
    """The organisation stands on the list already, by another endorsement."""

    message = N_("This organisation is on the list already. Remove the other entry first.")


def require_acceptable(paper: Accepts, draft: EndorsementDraft) -> None:
    """Raise `CapacityRefused` or `NoMandate` unless the paper takes such an endorsement."""
    if draft.capacity == "organisation":
        if not paper.takes_organisations:
            raise CapacityRefused
        if not draft.authorised:
            raise NoMandate
    elif not paper.takes_individuals:
        raise CapacityRefused


def evidence(email_domain: str, website_domain: str) -> str:
    """Return "domain" when an address lies at the organisation's own site, else "mailbox"."""
    if not website_domain or not email_domain:
        return "mailbox"
    same = email_domain == website_domain or email_domain.endswith(f".{website_domain}")
    return "domain" if same else "mailbox"
