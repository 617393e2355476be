"""The tenants of the house, ground floor first. Adding one is one line here."""

from signon.adding.capability import CAPABILITY as ADDING
from signon.campaigns.capability import CAPABILITY as CAMPAIGNS
from signon.capability import Capability
from signon.challenges.capability import CAPABILITY as CHALLENGES
from signon.deciding.capability import CAPABILITY as DECIDING
from signon.deliveries.capability import CAPABILITY as DELIVERIES
from signon.duplicates.capability import CAPABILITY as DUPLICATES
from signon.endorsements.capability import CAPABILITY as ENDORSEMENTS
from signon.imports.capability import CAPABILITY as IMPORTS
from signon.log.capability import CAPABILITY as LOG
from signon.mailings.capability import CAPABILITY as MAILINGS
from signon.organisations.capability import CAPABILITY as ORGANISATIONS
from signon.papers.capability import CAPABILITY as PAPERS
from signon.receipts.capability import CAPABILITY as RECEIPTS
from signon.reconfirmations.capability import CAPABILITY as RECONFIRMATIONS
from signon.review.capability import CAPABILITY as REVIEW
from signon.sample.capability import CAPABILITY as SAMPLE
from signon.signatories.capability import CAPABILITY as SIGNATORIES
from signon.space.capability import CAPABILITY as SPACE
from signon.writing.capability import CAPABILITY as WRITING

CAPABILITIES: tuple[Capability, ...] = (
    CAMPAIGNS,
    ORGANISATIONS,
    PAPERS,
    SIGNATORIES,
    DELIVERIES,
    ENDORSEMENTS,
    ADDING,
    CHALLENGES,
    DUPLICATES,
    MAILINGS,
    RECEIPTS,
    RECONFIRMATIONS,
    SPACE,
    WRITING,
    IMPORTS,
    LOG,
    REVIEW,
    DECIDING,
)


def tenants(*, sample: bool) -> tuple[Capability, ...]:
    """Return who moves in: the sample only where a sample is meant to be."""
    return (*CAPABILITIES, SAMPLE) if sample else CAPABILITIES
