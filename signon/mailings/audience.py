"""Who on the list gets a mailing, and why the others do not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import rows
from signon.mailings import policy
from signon.outbox.models import SUPPRESSIONS
from signon.outbox.suppression import BOUNCED
from signon.papers.queries import PublicPaper
from signon.submissions.models import Contact
from signon.submissions.states import State

UNASKED, NO_CONTACT, SILENT, GONE, TWICE = "unasked", "no_contact", "silent", "gone", "twice"


@dataclass(frozen=True)
class Reader:
    """A mailbox on the list that asked for updates, and the language that it gets them in."""

    endorsement_id: int
    address_key: str
    language: str


@dataclass(frozen=True)
class Audience:
    """Who gets it, and how many on the list do not, by the reason."""

    readers: Sequence[Reader]
    others: Counter[str]

    def by_language(self) -> Counter[str]:
        """Return how many get it in which language."""
        return Counter(reader.language for reader in self.readers)


def of(paper: PublicPaper, written: list[str]) -> Audience:
    """Return who gets what is written in these languages, as things are now."""
    readers: dict[str, Reader] = {}
    others: Counter[str] = Counter()
    for row in rows(_LISTED.where(Endorsement.paper_id == paper.id).order_by(Endorsement.id)):
        if reason := _why_not(row) or (TWICE if row.address_key in readers else ""):
            others[reason] += 1
        elif written:
            own = policy.language_for(row.language, written, paper.authoritative_language)
            readers[row.address_key] = Reader(row.id, row.address_key, own)
    return Audience(list(readers.values()), others)


_LISTED = (
    select(
        Endorsement.id,
        Endorsement.address_key,
        Endorsement.language,
        Endorsement.contact_id,
        Contact.updates_wording,
        SUPPRESSIONS.c.reason,
    )
    .outerjoin(Contact, Contact.id == Endorsement.contact_id)
    .outerjoin(SUPPRESSIONS, SUPPRESSIONS.c.address_key == Endorsement.address_key)
    .where(Endorsement.state == State.PUBLISHED)
)


def _why_not(row: Any) -> str:
    if row.contact_id is None or row.address_key is None:
        return NO_CONTACT
    if row.updates_wording is None:
        return UNASKED
    if row.reason is not None:
        return GONE if row.reason == BOUNCED else SILENT
    return ""
