"""Commands: issue a receipt, and empty those of a person who has left."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.papers.models import Paper, PaperText, PaperVersion
from signon.receipts.models import Receipt
from signon.transaction import command

SALT_BYTES = 16


@command
def issue(endorsement: Endorsement) -> Receipt:
    """Return the receipt for an endorsement as it stands; the same one while nothing changes."""
    facts = _facts(endorsement)
    issued = select(Receipt).where(Receipt.endorsement_id == endorsement.id)
    known = next((one for one in db.session.scalars(issued) if _says(one, facts)), None)
    if known is not None:
        return known
    facts["salt"] = secrets.token_hex(SALT_BYTES)
    digest = digest_of(facts)
    receipt = Receipt(
        code=_new_code(),
        endorsement_id=endorsement.id,
        digest=digest,
        facts=facts,
        issued_at=clock.now(),
    )
    db.session.add(receipt)
    db.session.flush()
    trail.record("receipt", endorsement.public_id, actor=trail.SYSTEM, digest=digest)
    return receipt


@command
def empty(endorsement: Endorsement) -> None:
    """Take the facts out of the receipts of an individual who has withdrawn."""
    if endorsement.capacity != "individual":
        return
    own = Receipt.endorsement_id == endorsement.id
    db.session.execute(update(Receipt).where(own).values(facts=None))


@command
def empty_hidden(row_ids: Sequence[int]) -> None:
    """Take the facts out of the receipts of those, by key, who never showed their names."""
    hidden = select(Endorsement.id).where(Endorsement.id.in_(row_ids), Endorsement.hides_name)
    theirs = update(Receipt).where(Receipt.endorsement_id.in_(hidden))
    db.session.execute(theirs.values(facts=None), execution_options={"synchronize_session": False})


def digest_of(facts: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of what a receipt says, whatever the order in which it is kept.

    The trail remembers it for ever. A random salt is among the facts and erased with them: names
    are few enough to be tried one after the other, and nobody can tell then whose receipt it was.
    """
    canonical = json.dumps(facts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _new_code() -> str:
    """Return 128 random bits that mail programs keep whole at the end of an address."""
    while not (found := secrets.token_urlsafe(16))[-1].isalnum():
        pass
    return found


def _says(receipt: Receipt, facts: dict[str, Any]) -> bool:
    return receipt.facts is not None and {**receipt.facts, "salt": ""} == {**facts, "salt": ""}


def _facts(endorsement: Endorsement) -> dict[str, Any]:
    columns = (Paper.slug, Paper.time_zone, PaperVersion.number, PaperText.title)
    wanted = (
        select(*columns, PaperText.language)
        .join(PaperVersion, PaperVersion.paper_id == Paper.id)
        .join(PaperText, PaperText.version_id == PaperVersion.id)
        .where(PaperText.id == endorsement.text_id)
    )
    text = db.session.execute(wanted).one()
    confirmed = endorsement.confirmed_at or clock.now()
    return {
        "id": endorsement.public_id,
        "paper": text.slug,
        "title": text.title,
        "version": text.number,
        "language": text.language,
        "text_sha256": endorsement.text_sha256,
        "capacity": endorsement.capacity,
        "name": endorsement.name,
        "affiliation": endorsement.affiliation,
        "country": endorsement.country,
        "priorities": endorsement.priorities,
        "reservation": endorsement.reservation,
        "is_late": endorsement.is_late,
        "endorsed_on": clock.day_in(text.time_zone, confirmed).isoformat(),
    }
