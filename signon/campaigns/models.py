"""A campaign and what it says of itself in each language."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.kernel.database import Base, RowId, RowNumber

ACCENT = "#7a1f2b"
"""The colour of a campaign that has chosen none: a dark red, 9.6:1 on white."""


class Campaign(Base):
    """Groups papers under one host. `host` is the name as the masthead shows it."""

    __tablename__ = "campaigns"
    __table_args__ = (CheckConstraint("length(accent) = 7", name="accent_is_hex"),)

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    host: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(254), default="", server_default="")
    """How the host can be asked: a mailbox, or a page (https://…); public. "" is from before it was
    required."""
    accent: Mapped[str] = mapped_column(String(7), default=ACCENT)
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC", server_default="UTC")
    """By which clock the days of its new papers begin and end."""
    created_at: Mapped[datetime]
    texts: Mapped[list["CampaignText"]] = relationship(
        back_populates="campaign", order_by="CampaignText.id", cascade="all, delete-orphan"
    )


class CoHost(Base):
    """An organisation that asks for signatures beside the host; `code` stands in its links."""

    __tablename__ = "co_hosts"

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    campaign_id: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(24), unique=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CampaignText(Base):
    """Title and summary of a campaign in one language."""

    __tablename__ = "campaign_texts"
    __table_args__ = (UniqueConstraint("campaign_id", "language"),)

    id: Mapped[RowId]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    campaign: Mapped[Campaign] = relationship(back_populates="texts")


class CampaignImprint(Base):
    """What the host says of itself in one language: as it wrote it, and rendered once."""

    __tablename__ = "campaign_imprints"

    campaign_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("campaigns.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    markdown: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
