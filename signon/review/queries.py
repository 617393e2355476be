"""What leads may read: every endorsement of their papers, with contact and evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select, tuple_
from werkzeug.exceptions import NotFound

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import cursors
from signon.kernel.shapes import columns_of, filled
from signon.kernel.text import collation, search
from signon.papers.models import Paper, PaperText, PaperVersion
from signon.submissions.models import Contact
from signon.submissions.states import State

PAGE = 50
"""Endorsements on one page of the desk."""

RESERVED = "reserved"
"""What leads call a place that is kept until its organisation has decided."""

STANDINGS = (*State, RESERVED)

_IS_RESERVED = and_(
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
        "language": PaperText.language,
        "written_in": _ENDORSEMENTS.c.language,
    },
)


def by_state(paper_id: int) -> dict[str, int]:
    """Return how many endorsements of a paper stand in each state."""
    counted = (
        select(Endorsement.state, func.count().label("number"))
        .where(Endorsement.paper_id == paper_id)
        .group_by(Endorsement.state)
    )
    return {row.state: row.number for row in db.session.execute(counted)}


def by_standing(paper_id: int) -> dict[str, int]:
    """Return how many endorsements stand in each state, kept places apart."""
    kept = select(func.count()).where(Endorsement.paper_id == paper_id, _IS_RESERVED)
    reserved = db.session.execute(kept).scalar_one()
    numbers = by_state(paper_id)
    numbers[State.SUBMITTED] = numbers.get(State.SUBMITTED, 0) - reserved
    return {standing: n for standing, n in {**numbers, RESERVED: reserved}.items() if n}


def page(paper_id: int, state: str, typed: str, after: str) -> tuple[list[Record], str]:
    """Return some records, the newest first, and the cursor to the ones after them.

    None when nothing that was typed can be searched for.
    """
    if search.is_unsearchable(typed):
        return [], ""
    wanted = _records(paper_id)
    if state == RESERVED:
        wanted = wanted.where(_IS_RESERVED)
    elif state == State.SUBMITTED:
        wanted = wanted.where(Endorsement.state == state, Endorsement.decides_on.is_(None))
    elif state:
        wanted = wanted.where(Endorsement.state == state)
    for forms in search.asked(typed):
        wanted = wanted.where(_has(forms))
    if after:
        moment, public_id = cursors.read_time(after)
        place = tuple_(Endorsement.submitted_at, Endorsement.public_id)
        wanted = wanted.where(place < tuple_(moment, public_id))
    order = (Endorsement.submitted_at.desc(), Endorsement.public_id.desc())
    rows = db.session.execute(wanted.order_by(*order).limit(PAGE + 1)).all()
    records = [filled(Record, row) for row in rows[:PAGE]]
    more = len(rows) > PAGE
    return records, cursors.of_time(records[-1].submitted_at, records[-1].public_id) if more else ""


def every(paper_id: int, states: tuple[str, ...] = ()) -> Iterator[Record]:
    """Yield all records of a paper in the order of the public list, a few at a time.

    Whoever hides their name stands at the end: the place would tell how it begins.
    """
    with db.engine.connect() as connection:
        ids = _in_public_order(connection, paper_id, states)
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            wanted = _records(paper_id).where(Endorsement.id.in_(part))
            found = {row.row_id: row for row in connection.execute(wanted)}
            yield from (filled(Record, found[row_id]) for row_id in part if row_id in found)


_AT_ONCE = 500


def _in_public_order(connection: Connection, paper_id: int, states: tuple[str, ...]) -> list[int]:
    wanted = select(
        Endorsement.id, Endorsement.name, Endorsement.hides_name, Endorsement.public_id
    ).where(Endorsement.paper_id == paper_id)
    if states:
        wanted = wanted.where(Endorsement.state.in_(states))
    placed = [
        ("" if row.hides_name else row.name, row.public_id, row.id)
        for row in connection.execute(wanted)
    ]
    placed.sort(key=lambda place: (not place[0], collation.sort_key(place[0]), place[1]))
    return [row_id for _name, _public_id, row_id in placed]


def endorsement(public_id: str, campaign_ids: set[int]) -> Endorsement:
    """Return one endorsement of these campaigns; 404 for any other, known or not."""
    mine = (
        select(Endorsement)
        .join(Paper, Paper.id == Endorsement.paper_id)
        .where(Endorsement.public_id == public_id, Paper.campaign_id.in_(campaign_ids))
    )
    row = db.session.scalar(mine)
    if row is None:
        raise NotFound
    return row


def waiting(paper_id: int) -> int:
    """Return how many confirmed endorsements wait for a lead."""
    return by_state(paper_id).get(State.CONFIRMED, 0)


def _has(forms: search.Forms) -> ColumnElement[bool]:
    """Say that one typed word is found, as `queries` does for the list."""
    begins = [Endorsement.search.contains(f" {form}", autoescape=True) for form in forms]
    codes = search.countries_of(forms)
    return or_(*begins, Endorsement.country.in_(codes)) if codes else or_(*begins)


def _records(paper_id: int) -> Select[Any]:
    records: Select[Any] = select(*_RECORD)
    return (
        records.outerjoin(
            # Who was typed in what was disowned is kept for a week for its mailbox, not for leads.
            Contact,
            (Contact.id == Endorsement.contact_id) & (Endorsement.state != State.DISOWNED),
        )
        .join(PaperVersion, PaperVersion.id == Endorsement.version_id)
        .join(PaperText, PaperText.id == Endorsement.text_id)
        .where(Endorsement.paper_id == paper_id)
    )
