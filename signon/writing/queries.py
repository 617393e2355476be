"""Who hears of a new date."""

from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from signon.endorsements.models import Endorsement
from signon.extensions import rows
from signon.kernel import clock
from signon.papers.models import PaperText, PaperVersion
from signon.submissions.models import Contact
from signon.submissions.states import State

UNCONFIRMED, SIGNATORIES = "unconfirmed", "signatories"
AUDIENCES = (UNCONFIRMED, SIGNATORIES)


def reached(paper_id: int, audience: str) -> int:
    """Return how many mails would go to an audience of a paper."""
    [row] = rows(_of(paper_id, audience).with_only_columns(func.count(Endorsement.id)))
    return int(row[0])


def portion(paper_id: int, audience: str, after: int, size: int) -> list[int]:
    """Return the next keys of an audience, in their order, behind the key `after`."""
    wanted = _of(paper_id, audience).where(Endorsement.id > after)
    return [row.id for row in rows(wanted.order_by(Endorsement.id).limit(size))]


def text_by_hash(paper_id: int, sha256: str) -> int | None:
    """Return the key of a text of a paper by its hash; None where it is kept no longer."""
    wanted = select(PaperText.id).join(PaperVersion, PaperVersion.id == PaperText.version_id)
    wanted = wanted.where(PaperVersion.paper_id == paper_id, PaperText.sha256 == sha256)
    found = rows(wanted.order_by(PaperText.id.desc()).limit(1))
    return int(found[0].id) if found else None


def _of(paper_id: int, audience: str) -> Select[Any]:
    joined = select(Endorsement.id).join(Contact, Contact.id == Endorsement.contact_id)
    found = joined.where(Endorsement.paper_id == paper_id)
    if audience == UNCONFIRMED:
        # Whoever named a day of their own is asked then, and not before.
        asked = or_(Endorsement.decides_on.is_(None), Endorsement.decides_on <= clock.now())
        return found.where(Endorsement.state == State.SUBMITTED, asked)
    standing = Endorsement.state.in_((State.CONFIRMED, State.PUBLISHED))
    return found.where(and_(standing, Contact.updates_wording.is_not(None)))
