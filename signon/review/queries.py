"""What leads may read: every endorsement of their papers, with contact and evidence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, literal, select
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.campaigns.models import CoHost
from signon.endorsements.models import Endorsement
from signon.extensions import db, rows
from signon.jobs.models import DEAD, JOBS
from signon.jobs.queries import EMAIL
from signon.kernel.prepared import Prepared
from signon.kernel.shapes import columns_of, filled
from signon.outbox.returned import queries as returned
from signon.papers.models import Paper, PaperText, PaperVersion
from signon.review.filters import RESERVED, STANDINGS
from signon.signatories.models import Tally
from signon.submissions.models import Contact
from signon.submissions.states import State

__all__ = ["RESERVED", "STANDINGS"]

is_reserved: ColumnElement[bool] = and_(
    Endorsement.state == literal(State.SUBMITTED.value, literal_execute=True),
    Endorsement.decides_on.is_not(None),
)


@dataclass(frozen=True)
class Record:
    """One endorsement as a lead sees it. Never handed to a public page."""

    row_id: int
    public_id: str
    state: str
    revision: int
    capacity: str
    name: str
    acronym: str
    affiliation: str
    country: str
    kind: str
    website: str
    statement: str
    language: str
    """That of the text signed, as on the public list."""
    written_in: str
    """That of the form, in which the contact is written to."""
    submitted_at: datetime
    confirmed_at: datetime | None
    decided_at: datetime | None
    decision_note: str | None
    withdrawal_reason: str | None
    """The signatory's own, and public."""
    contact_name: str | None
    contact_role: str | None
    email: str | None
    """None when it is erased, and for whoever may not see addresses: `has_contact` tells which."""
    erase_after: datetime | None
    """When the contact is erased, None while the close is not known."""
    updates_wording: str | None
    """Version of the words by which news about the paper were asked for; None if they were not."""
    evidence: str
    """What supports the claim to sign; see `policy.grade`."""
    contested_at: datetime | None
    priorities: str
    reservation: str
    is_late: bool
    decides_on: datetime | None
    hides_name: bool
    version: int
    source: str
    co_host: str | None
    """The name of the co-host by whose link it came, None for the campaign's own."""
    first_evidence: str
    """The grade that it had when it was confirmed; "" if that is not known."""
    decided_by: str | None
    """The account of the lead who decided last, by its public id."""
    sort_key: bytes

    @property
    def standing(self) -> str:
        """Return the state, with places that are kept apart from what is only not confirmed."""
        is_reserved = self.state == State.SUBMITTED and self.decides_on is not None
        return RESERVED if is_reserved else self.state

    @property
    def has_contact(self) -> bool:
        """Tell whether the person who signed is on record."""
        return self.contact_name is not None


_ENDORSEMENTS: Any = Endorsement.__table__
_RECORD = columns_of(
    Record,
    _ENDORSEMENTS,
    named={
        "row_id": _ENDORSEMENTS.c.id,
        "kind": _ENDORSEMENTS.c.organisation_kind,
        "contact_name": Contact.name,
        "contact_role": Contact.role,
        "email": Contact.email,
        "erase_after": Contact.erase_after,
        "updates_wording": Contact.updates_wording,
        "version": PaperVersion.number,
        "co_host": CoHost.name,
        "language": PaperText.language,
        "written_in": _ENDORSEMENTS.c.language,
    },
)


@dataclass(frozen=True)
class Numbers:
    """How many endorsements of a paper there are by (standing, country)."""

    by_place: Mapping[tuple[str, str], int]

    def by_standing(self) -> dict[str, int]:
        """Return how many stand in each state, kept places apart."""
        return self._by(0)

    def by_country(self) -> dict[str, int]:
        """Return how many there are from each country."""
        return self._by(1)

    def of(self, standing: str, country: str) -> int:
        """Return how many there are in a state and from a country, "" for any."""
        places = self.by_place.items()
        return sum(n for (at, of), n in places if standing in ("", at) and country in ("", of))

    def _by(self, part: int) -> dict[str, int]:
        found: dict[str, int] = {}
        for place, number in self.by_place.items():
            found[place[part]] = found.get(place[part], 0) + number
        return found


def numbers(paper_id: int) -> Numbers:
    """Return the numbers of a paper's endorsements. They are counted once after every change."""
    return _numbers(trail.revision(), paper_id)


@lru_cache(maxsize=512)
def _numbers(_revision: str, paper_id: int) -> Numbers:
    published = State.PUBLISHED.value
    listed = {(published, row.country): int(row.number) for row in _listed(paper_id)}
    others = {(row.standing, row.country): row.number for row in _not_listed(paper_id)}
    return Numbers({**listed, **others})


def _listed(paper_id: int) -> Sequence[Any]:
    """Return the numbers of those on the list, which are kept with it: they may be very many."""
    columns: Any = Tally.__table__.c
    number = func.sum(columns.number).label("number")
    counted = select(columns.country, number).where(
        columns.paper_id == paper_id, columns.number > 0
    )
    return rows(counted.group_by(columns.country))


def _not_listed(paper_id: int) -> Sequence[Any]:
    standing = case((is_reserved, RESERVED), else_=Endorsement.state).label("standing")
    number = func.count().label("number")
    others = [state.value for state in State if state != State.PUBLISHED]
    counted = select(standing, Endorsement.country, number).where(
        Endorsement.paper_id == paper_id, Endorsement.state.in_(others)
    )
    return rows(counted.group_by(standing, Endorsement.country))


def by_state(paper_id: int) -> dict[str, int]:
    """Return how many endorsements of a paper stand in each state."""
    counted = by_standing(paper_id)
    if kept := counted.pop(RESERVED, 0):
        counted[State.SUBMITTED] = counted.get(State.SUBMITTED, 0) + kept
    return counted


def by_standing(paper_id: int) -> dict[str, int]:
    """Return how many endorsements stand in each state, kept places apart."""
    return numbers(paper_id).by_standing()


def endorsement(public_id: str, campaign_ids: Collection[int]) -> Endorsement:
    """Return one endorsement of these campaigns; 404 for any other, known or not."""
    mine = (
        select(Endorsement)
        .join(Paper, Paper.id == Endorsement.paper_id)
        .where(Endorsement.public_id == public_id, Paper.campaign_id.in_(campaign_ids))
    )
    row = None if "\x00" in public_id else db.session.scalar(mine)
    if row is None:
        raise NotFound
    return row


def record(paper_id: int, public_id: str) -> Record:
    """Return one endorsement of a paper, which is there, as leads see it."""
    found = rows(records(paper_id).where(Endorsement.public_id == public_id))
    return filled(Record, found[0])


def without_address(record: Record) -> Record:
    """Return the record as those read it who see no address, nor free text that may hold one."""
    return replace(record, email=None, decision_note=None)


def records(paper_id: int) -> Select[Any]:
    """Select what makes a `Record` of each endorsement of a paper, in no order."""
    found: Select[Any] = select(*_RECORD)
    return (
        found.outerjoin(
            # Who was typed in what was disowned is kept for a week for its mailbox, not for leads.
            Contact,
            (Contact.id == Endorsement.contact_id) & (Endorsement.state != State.DISOWNED),
        )
        .join(PaperVersion, PaperVersion.id == Endorsement.version_id)
        .join(PaperText, PaperText.id == Endorsement.text_id)
        .outerjoin(CoHost, CoHost.id == Endorsement.co_host_id)
        .where(Endorsement.paper_id == paper_id)
    )


def has_returned() -> ColumnElement[bool]:
    """Return the condition that an e-mail to the address of an endorsement came back.

    Its own server refused it at once, or took it and found out later.
    """
    refused = exists().where(
        JOBS.c.subject == Endorsement.public_id, JOBS.c.state == DEAD, JOBS.c.kind == EMAIL
    )
    return refused | returned.has_returned(_ENDORSEMENTS.c.address_key)


def mails_returned(paper_id: int) -> int:
    """Return to how many of a paper's endorsements e-mails came back."""
    mine = select(func.count()).where(Endorsement.paper_id == paper_id, has_returned())
    return int(rows(mine)[0][0])


def languages(paper_id: int) -> list[str]:
    """Return the languages of all texts that a paper has ever had."""
    return [row.language for row in rows(_LANGUAGES, {"paper": paper_id})]


_LANGUAGES = Prepared(
    select(PaperText.language)
    .join(PaperVersion, PaperVersion.id == PaperText.version_id)
    .where(PaperVersion.paper_id == bindparam("paper"))
    .distinct()
    .order_by(PaperText.language)
)
