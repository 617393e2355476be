"""What a receipt says to whoever holds it, checked against the row and the trail."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.papers.models import Paper
from signon.receipts.models import Receipt
from signon.receipts.service import digest_of


@dataclass(frozen=True)
class CheckedReceipt:
    """A receipt and what has become of the endorsement since.

    `genuine` tells whether its facts are those that the trail remembers; `facts` is None when the
    person it named has left. `state` is where the endorsement stands now, and `is_disputed` tells
    whether somebody says that it was not signed. Days are those of `time_zone`, the paper's.
    """

    code: str
    digest: str
    facts: dict[str, Any] | None
    issued_at: datetime
    genuine: bool
    entry: int
    state: str
    is_disputed: bool
    time_zone: str
    left_at: datetime | None
    changed_since: bool

    @property
    def endorsed_on(self) -> datetime | None:
        """Return the day of the endorsement, as its beginning in UTC."""
        day = self.facts["endorsed_on"] if self.facts else ""
        return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None


def check(code: str) -> CheckedReceipt:
    """Return the receipt of that code; 404 when there is none."""
    found = db.session.execute(
        select(Receipt, Endorsement, Paper.time_zone)
        .join(Endorsement, Endorsement.id == Receipt.endorsement_id)
        .join(Paper, Paper.id == Endorsement.paper_id)
        .where(Receipt.code == code)
    ).one_or_none()
    if found is None:
        raise NotFound
    receipt, endorsement, time_zone = found
    entry = _entry(endorsement.public_id, receipt.digest)
    whole = receipt.facts is None or digest_of(receipt.facts) == receipt.digest
    return CheckedReceipt(
        code=receipt.code,
        digest=receipt.digest,
        facts=receipt.facts,
        issued_at=receipt.issued_at,
        genuine=whole and entry > 0,
        entry=entry,
        state=endorsement.state,
        is_disputed=endorsement.contested_at is not None,
        time_zone=time_zone,
        left_at=endorsement.withdrawn_at,
        changed_since=_has_newer(receipt),
    )


def of_endorsement(endorsement_id: int) -> list[tuple[str, datetime]]:
    """Return code and time of every receipt of an endorsement that says something, newest first."""
    receipts = (
        select(Receipt.code, Receipt.issued_at)
        .where(Receipt.endorsement_id == endorsement_id, Receipt.facts.is_not(None))
        .order_by(Receipt.id.desc())
    )
    return [(row.code, row.issued_at) for row in db.session.execute(receipts)]


def _entry(subject: str, digest: str) -> int:
    """Return the number of the trail's entry about a receipt, 0 when there is none."""
    entries = trail.history(subject)
    return next(
        (e.number for e in entries if e.action == "receipt" and e.details["digest"] == digest), 0
    )


def _has_newer(receipt: Receipt) -> bool:
    newer = select(Receipt.id).where(
        Receipt.endorsement_id == receipt.endorsement_id, Receipt.id > receipt.id
    )
    return db.session.scalars(newer).first() is not None
