"""An organisation and every name it is known by."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.kernel.database import Base, RowId
from signon.organisations.kinds import KINDS

_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)


class Organisation(Base):
    """One body. `key` is its name in normal form; two bodies of one country cannot share it."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="known_kind"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        UniqueConstraint("country", "key"),
        Index("ix_organisations_website_domain", "website_domain"),
        Index("ix_organisations_certain_key", "country", "certain_key"),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    acronym: Mapped[str] = mapped_column(String(40), default="")
    country: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20))
    website: Mapped[str] = mapped_column(String(300), default="")
    """As whoever first signed under the name wrote it: it tells leads what may be the same body
    and proves nothing; see `endorsements.standing`."""
    website_domain: Mapped[str] = mapped_column(String(253), default="")
    key: Mapped[str] = mapped_column(String(320))
    certain_key: Mapped[str] = mapped_column(String(320))
    """What `matching.certain_key` makes of the name: the same with and without its legal form."""
    created_at: Mapped[datetime]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The record that stands for this one since a person said that both are one body."""
    names: Mapped[list["OrganisationName"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan"
    )


class OrganisationName(Base):
    """Another name: an alias, or the name in a language; it leads to the same record."""

    __tablename__ = "organisation_names"
    __table_args__ = (
        CheckConstraint("sort IN ('alias', 'translation')", name="known_sort"),
        CheckConstraint("(sort = 'translation') = (language <> '')", name="language_if_translated"),
        UniqueConstraint("organisation_id", "key", "language"),
        Index("ix_organisation_names_key", "key"),
        Index("ix_organisation_names_certain_key", "certain_key"),
    )

    id: Mapped[RowId]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    sort: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(16), default="")
    name: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(320))
    certain_key: Mapped[str] = mapped_column(String(320))
    organisation: Mapped[Organisation] = relationship(back_populates="names")
