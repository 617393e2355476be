"""The file that shows how an entry came."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from signon.endorsements.models import Endorsement
from signon.kernel.database import Base, RowId

KINDS = ("pdf", "png", "jpg", "eml")


class Proof(Base):
    """One file of one entry; it names persons, and goes with the contact."""

    __tablename__ = "proofs"
    __table_args__ = (CheckConstraint(f"kind IN {KINDS}", name="known_proof"),)

    id: Mapped[RowId]
    endorsement_id: Mapped[int] = mapped_column(
        ForeignKey(Endorsement.id, ondelete="CASCADE"), unique=True
    )
    contact_id: Mapped[str | None] = mapped_column(
        String(24), ForeignKey("contacts.id", ondelete="CASCADE"), index=True
    )
    """None where no address is on record: then it goes when contacts of its paper would."""
    kind: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    """In bytes."""
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime]
