"""A paper has versions; a version has texts in several languages, one of them authoritative."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.campaigns.models import Campaign
from signon.kernel.database import Base, RowId, RowNumber

KINDS = ("position_paper", "open_letter", "petition")
STATES = ("draft", "open", "closed")
PUBLICATION = ("on_confirmation", "after_review")
ACCEPTS = ("organisations", "individuals", "both")
CONTESTED_SHOWN = ("hidden", "marked")
BLOCK_KINDS = ("heading", "paragraph", "item", "quote", "table", "code", "note")
CHANGES = ("first", "editorial", "substantive")
PUBLISH_GRADES = "checked second domain contact mailbox personal"
"""What a new paper begins with: an organisation at a mailbox that anybody can have waits."""
_PUBLISHED_BEFORE = "checked second domain contact mailbox freemail"
"""What every paper began with up to migration 0020, and the table still says so."""


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    names = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({names})", name=f"known_{column}")


class Paper(Base):
    """What is constant over versions: its place, its dates, and whom it lets sign."""

    __tablename__ = "papers"
    __table_args__ = (
        _one_of("kind", KINDS),
        _one_of("state", STATES),
        _one_of("publication", PUBLICATION),
        _one_of("accepts", ACCEPTS),
        _one_of("contested_shown", CONTESTED_SHOWN),
        CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint(
            "soft_closes_at IS NULL OR closes_at IS NULL OR soft_closes_at <= closes_at",
            name="soft_before_hard",
        ),
        CheckConstraint("retention_months BETWEEN 1 AND 120", name="sane_retention"),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default="position_paper")
    state: Mapped[str] = mapped_column(String(10), default="draft")
    publication: Mapped[str] = mapped_column(String(16), default="on_confirmation")
    accepts: Mapped[str] = mapped_column(String(16), default="organisations")
    host: Mapped[str] = mapped_column(String(300))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When somebody closed it by hand; None while it is not closed so, or nobody knows."""
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    retention_months: Mapped[int] = mapped_column(default=12)
    publish_grades: Mapped[str] = mapped_column(
        String(80), default=PUBLISH_GRADES, server_default=_PUBLISHED_BEFORE
    )
    """Which evidence publishes at once, as words; what has less waits for a lead."""
    contested_shown: Mapped[str] = mapped_column(
        String(8), default="hidden", server_default="hidden"
    )
    soft_closes_at: Mapped[datetime | None]
    """Until when signing is asked for; `closes_at` is when it ends."""
    late_desk: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    """Whether who comes after the close may still ask the lead."""
    allows_parts: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    """Whether somebody may endorse chosen priorities only."""
    allows_reservations: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    """Whether somebody may add a public reservation."""
    created_at: Mapped[datetime]
    campaign: Mapped[Campaign] = relationship()
    versions: Mapped[list["PaperVersion"]] = relationship(
        back_populates="paper", order_by="PaperVersion.number"
    )


class PaperSlug(Base):
    """A name in addresses that a paper has or had: it never becomes that of another one."""

    __tablename__ = "paper_slugs"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    paper_id: Mapped[int] = mapped_column(RowNumber, ForeignKey("papers.id"), index=True)
    created_at: Mapped[datetime]


class PaperVersion(Base):
    """One state of the text in all its languages. At most one version is current."""

    __tablename__ = "paper_versions"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        UniqueConstraint("id", "paper_id"),
        CheckConstraint("number > 0", name="counts_from_one"),
        _one_of("change", CHANGES),
        Index(
            "uq_paper_versions_current",
            "paper_id",
            unique=True,
            sqlite_where=sql("is_current"),
            postgresql_where=sql("is_current"),
        ),
    )

    id: Mapped[RowId]
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    number: Mapped[int]
    is_current: Mapped[bool]
    authoritative_language: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="")
    """What was changed, in the words of the hosts; public."""
    change: Mapped[str] = mapped_column(String(12), default="editorial", server_default="editorial")
    """How far the text differs from the version before: whether its sense is another one."""
    priorities: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The numbers that its original gives its headings, such as "1-12"; titles stand in texts."""
    created_at: Mapped[datetime]
    paper: Mapped[Paper] = relationship(back_populates="versions")
    texts: Mapped[list["PaperText"]] = relationship(
        back_populates="version", order_by="PaperText.id"
    )


class PaperText(Base):
    """A version in one language, rendered once when it was written."""

    __tablename__ = "paper_texts"
    __table_args__ = (
        UniqueConstraint("version_id", "language"),
        UniqueConstraint("id", "version_id"),
    )

    id: Mapped[RowId]
    version_id: Mapped[int] = mapped_column(ForeignKey("paper_versions.id"))
    language: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(300))
    addressee: Mapped[str] = mapped_column(String(500), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    markdown: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    contents: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    blocks: Mapped[list[str | None]] = mapped_column(JSON, default=list, server_default="[]")
    """The key of each of its blocks in their order, None where it is not known which one it is."""
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    version: Mapped[PaperVersion] = relationship(back_populates="texts")


class PaperBlock(Base):
    """One block of a version, known by its key in every language and in the versions after it."""

    __tablename__ = "paper_blocks"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "priority"),
        _one_of("kind", BLOCK_KINDS),
    )

    version_id: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("paper_versions.id"), primary_key=True, autoincrement=False
    )
    block_key: Mapped[str] = mapped_column(String(16), primary_key=True)
    position: Mapped[int]
    """Its place in the original, from 0."""
    kind: Mapped[str] = mapped_column(String(10))
    priority: Mapped[int | None]
    """The number of the priority that it heads, within this version."""


class TranslationSource(Base):
    """An original as it was when something was translated from it: what a change is told by."""

    __tablename__ = "translation_sources"
    __table_args__ = (UniqueConstraint("paper_id", "sha256"),)

    id: Mapped[RowId]
    paper_id: Mapped[int] = mapped_column(RowNumber, ForeignKey("papers.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    last_version: Mapped[int]
    """The number of the last version whose original it was."""
    since_before_copy: Mapped[int | None]
    """Of a copied paper: since which version of the one before it was another original's turn."""
    title: Mapped[str] = mapped_column(Text)
    addressee: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    markdown: Mapped[str] = mapped_column(Text)
    blocks: Mapped[list[str | None]] = mapped_column(JSON)


class TranslatedBlock(Base):
    """From which original a block of a translation was made, or with which one it was compared.

    Title, addressee and summary are blocks too, under these names.
    """

    __tablename__ = "translated_blocks"

    paper_id: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("papers.id"), primary_key=True, autoincrement=False
    )
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    block_key: Mapped[str] = mapped_column(String(16), primary_key=True)
    source_id: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("translation_sources.id"), index=True
    )
