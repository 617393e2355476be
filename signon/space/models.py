"""Doors into a space, and offers to somebody else: each opened by a link that one mailbox got."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.endorsements.models import Endorsement
from signon.kernel.database import Base, RowId
from signon.submissions.models import Contact

OFFERS = ("successor", "colleague", "second")
ANSWERS = ("open", "yes", "no")
_OPEN = sql("answer = 'open'")


class SpaceLink(Base):
    """A link to the space of one mailbox. One browser opens it, and it ends soon."""

    __tablename__ = "space_links"

    id: Mapped[RowId]
    stamp: Mapped[str] = mapped_column(String(24), unique=True)
    address_key: Mapped[str] = mapped_column(String(64), index=True)
    mailbox_key: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Which of the addresses with that key it was mailed to; see `outbox.addresses`."""
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    device_hash: Mapped[str | None] = mapped_column(String(64))
    """Hash of the secret that the one browser keeps; None until the link is opened."""


class Offer(Base):
    """Somebody else is asked about an endorsement: to take it over, or to vouch for it.

    `successor`: its contact hands it over. `colleague`: one who signed again asks its contact to
    become it. `second`: a second person is asked to confirm. The person is a contact of their own.
    """

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint(f"sort IN {OFFERS}", name="known_sort"),
        CheckConstraint(f"answer IN {ANSWERS}", name="known_answer"),
        Index(
            "uq_offers_one_open",
            "endorsement_id",
            "sort",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[RowId]
    stamp: Mapped[str] = mapped_column(String(24), unique=True)
    sort: Mapped[str] = mapped_column(String(12))
    endorsement_id: Mapped[int] = mapped_column(ForeignKey("endorsements.id", ondelete="CASCADE"))
    duplicate_id: Mapped[int | None] = mapped_column(
        ForeignKey("endorsements.id", ondelete="CASCADE"), index=True
    )
    """The endorsement by which a colleague signed again."""
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="SET NULL"), index=True
    )
    address_key: Mapped[str] = mapped_column(String(64))
    holder_key: Mapped[str] = mapped_column(String(64))
    """The mailbox that held the endorsement when it was offered: if that changes, this is over."""
    answer: Mapped[str] = mapped_column(String(4), default="open")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    endorsement: Mapped[Endorsement] = relationship(foreign_keys=[endorsement_id])
    contact: Mapped[Contact | None] = relationship()
