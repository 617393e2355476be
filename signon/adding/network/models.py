"""What a network's secretary handed in, and which entries came of it."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.kernel.database import Base, RowId
from signon.submissions.models import (
    SubmissionMixin,
    known_states,
    one_live_submission_per_address,
    unconfirmed,
)


class NetworkList(SubmissionMixin, Base):
    """One list of members that a network says have endorsed a paper."""

    __tablename__ = "network_lists"
    __table_args__ = (
        one_live_submission_per_address("network_lists", "paper_id", "digest"),
        unconfirmed("network_lists"),
        known_states("network_lists"),
    )

    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    version: Mapped[int]
    """The number of the version that was read."""
    network: Mapped[str] = mapped_column(String(200))
    members: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """`MemberDraft`s that are not written down yet."""
    number: Mapped[int]
    """How many members were handed in."""
    digest: Mapped[str] = mapped_column(String(64))
    """Of network and members: one mailbox may hand in several lists, and each once."""
    authority_wording: Mapped[str] = mapped_column(String(16))


class NetworkMember(Base):
    """That an entry came by a network's list, and when its own mailbox was told."""

    __tablename__ = "network_members"

    id: Mapped[RowId]
    list_id: Mapped[int] = mapped_column(
        ForeignKey("network_lists.id", ondelete="CASCADE"), index=True
    )
    endorsement_id: Mapped[int] = mapped_column(
        ForeignKey("endorsements.id", ondelete="CASCADE"), unique=True
    )
    told_at: Mapped[datetime | None]

    of_list: Mapped[NetworkList] = relationship(NetworkList)
