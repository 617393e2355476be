"""Who hears that somebody else has signed for an organisation, and who speaks for it beyond doubt.

Anybody may sign for any organisation, with a website of their own. So a mailbox speaks for one only
if somebody else has found so: see `standing`. Whoever has merely signed under its name may be told
what stands on a public list, and can do no more about it than anybody else.
"""

from collections.abc import Iterable

from sqlalchemy import select

from signon.challenges.policy import STRONG
from signon.endorsements import evidence, standing
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import domains
from signon.outbox.addresses import mailbox_key
from signon.submissions.states import State

MOST_TOLD = 3
MOST_READ = 200
_ALSO_TOLD = ("domain", "contact", "second")


def to_be_told(endorsement: Endorsement) -> list[tuple[Endorsement, bool]]:
    """Return what the mailboxes signed that are to hear of an endorsement, one for each.

    Beside it stands whether that mailbox is known to speak for the organisation; those come first.
    Of the others one for each domain is told, and only of what is public.
    """
    rows = _of_others(endorsement)
    speaking = _speaking(rows, endorsement.organisation_id or 0)
    told: dict[str, tuple[Endorsement, bool]] = {}
    for row in speaking:
        told.setdefault(f"mailbox {_mailbox(row)}", (row, True))
    if endorsement.state == State.PUBLISHED:
        for row in rows:
            if row not in speaking and row.evidence in _ALSO_TOLD:
                told.setdefault(f"house {_house(row)}", (row, False))
    return list(told.values())[:MOST_TOLD]


def speaks_for(reader: Endorsement, endorsement: Endorsement) -> bool:
    """Tell whether who has signed `reader` is known to speak for whom `endorsement` stands for."""
    stands = reader.state == State.PUBLISHED and reader.contested_at is None
    if not stands or reader.contact is None:
        return False
    if reader.organisation_id != endorsement.organisation_id:
        return False
    ground = evidence.ground(reader.contact.email, endorsement)
    return ground in STRONG


def _speaking(rows: Iterable[Endorsement], organisation_id: int) -> list[Endorsement]:
    """Return those of `rows` whose mailbox a lead has checked, or lies at an established domain."""
    established = standing.established_domains([organisation_id]).get(organisation_id, ())
    checked = {_mailbox(row) for row in rows if row.evidence == "checked"}
    return [
        row
        for row in rows
        if _mailbox(row) in checked or standing.is_among(_domain(row), established)
    ]


def _of_others(endorsement: Endorsement) -> list[Endorsement]:
    """Return what other mailboxes have signed for the organisation, the newest first."""
    if endorsement.organisation_id is None or endorsement.capacity != "organisation":
        return []
    wanted = (
        select(Endorsement)
        .where(
            Endorsement.organisation_id == endorsement.organisation_id,
            Endorsement.capacity == "organisation",
            Endorsement.state == State.PUBLISHED,
            Endorsement.contact_id.is_not(None),
            Endorsement.contested_at.is_(None),
            Endorsement.id != endorsement.id,
        )
        .order_by(Endorsement.confirmed_at.desc(), Endorsement.id.desc())
    )
    rows = db.session.scalars(wanted.limit(MOST_READ)).all()
    return [row for row in rows if not _is_of_the_same(row, endorsement)]


def _is_of_the_same(row: Endorsement, endorsement: Endorsement) -> bool:
    """Tell whether one mailbox has signed both; a tag may be somebody else's but for at home."""
    if row.address_key is None or row.address_key != endorsement.address_key:
        return False
    is_very_one = _mailbox(row) == _mailbox(endorsement)
    return is_very_one or standing.is_established(_domain(row), row.organisation_id)


def _mailbox(row: Endorsement) -> str:
    return mailbox_key(row.contact.email) if row.contact is not None else ""


def _domain(row: Endorsement) -> str:
    return evidence.mail_domain(row.contact.email) if row.contact is not None else ""


def _house(row: Endorsement) -> str:
    return domains.registrable(_domain(row)) or _domain(row)
