"""The act of endorsing: who said what of which text, in every state."""

import unicodedata
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    event,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowNumber
from signon.kernel.text import collation, fold, search
from signon.organisations.lookalikes import look_key
from signon.papers.models import PaperText, PaperVersion
from signon.signatories.models import KNOWN_CAPACITY, KNOWN_SOURCE, SHORT_RESERVATION, Stated
from signon.submissions.models import (
    SubmissionMixin,
    known_states,
    one_live_submission_per_address,
    unconfirmed,
)

GRADES = (
    "none",
    "checked",
    "second",
    "domain",
    "contact",
    "mailbox",
    "freemail",
    "disposable",
    "hosts",
    "network",
    "import",
)
SPOKEN_FOR = ("hosts", "network", "import")
"""Sources of what others wrote down; a grade of the same name, until its mailbox says that it is
right."""
_GRADES = ", ".join(f"'{grade}'" for grade in GRADES)
_RESERVED = sql("state = 'submitted' AND decides_on IS NOT NULL")
WAITS = sql("state = 'confirmed' AND contested_at IS NULL")
"""Which wait for a lead, disputes aside; for the index, a query says it in these words."""
_PUBLISHED_ORGANISATION = sql("state = 'published' AND capacity = 'organisation'")


class Endorsement(SubmissionMixin, Stated, Base):
    """One act of putting a name under a version of a paper, bound to the text that was read."""

    __tablename__ = "endorsements"
    __table_args__ = (
        one_live_submission_per_address("endorsements", "paper_id", "counts_as"),
        unconfirmed("endorsements"),
        Index(
            "uq_endorsements_published_organisation",
            "paper_id",
            "organisation_id",
            unique=True,
            sqlite_where=_PUBLISHED_ORGANISATION,
            postgresql_where=_PUBLISHED_ORGANISATION,
        ),
        Index("ix_endorsements_desk", "paper_id", "state", "submitted_at", "public_id"),
        Index("ix_endorsements_desk_name", "paper_id", "sort_key", "public_id"),
        Index("ix_endorsements_desk_newest", "paper_id", "submitted_at", "public_id"),
        Index("ix_endorsements_desk_state", "paper_id", "state", "sort_key", "public_id"),
        Index(
            "ix_endorsements_waiting",
            "paper_id",
            "evidence",
            "submitted_at",
            "public_id",
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
        known_states("endorsements"),
        CheckConstraint(KNOWN_CAPACITY, name="known_capacity"),
        CheckConstraint(KNOWN_SOURCE, name="known_source"),
        CheckConstraint(
            "capacity = 'individual' OR organisation_id IS NOT NULL "
            "OR state IN ('submitted', 'disowned', 'expired')",
            name="organisation_once_confirmed",
        ),
        CheckConstraint(
            "capacity = 'individual' OR authority_wording IS NOT NULL", name="authority_stated"
        ),
        CheckConstraint(f"evidence IN ({_GRADES})", name="known_evidence"),
        CheckConstraint("capacity = 'individual' OR NOT hides_name", name="only_persons_hide"),
        CheckConstraint(SHORT_RESERVATION, name="short_reservation"),
        CheckConstraint(
            "capacity = 'organisation' OR decides_on IS NULL", name="only_organisations_decide"
        ),
        Index(
            "ix_endorsements_reserved",
            "decides_on",
            sqlite_where=_RESERVED,
            postgresql_where=_RESERVED,
        ),
        Index("ix_endorsements_search_version", "search_version"),
        Index("ix_endorsements_look_key", "look_key"),
        # The text that was read is one of the version, and the version one of the paper.
        ForeignKeyConstraint(["text_id", "version_id"], [PaperText.id, PaperText.version_id]),
        ForeignKeyConstraint(["version_id", "paper_id"], [PaperVersion.id, PaperVersion.paper_id]),
    )

    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    version_id: Mapped[int] = mapped_column(RowNumber, index=True)
    text_id: Mapped[int] = mapped_column(RowNumber, index=True)
    """The text that was read, in whichever language; `language` is that of the e-mails."""
    text_sha256: Mapped[str] = mapped_column(String(64))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    organisation_kind: Mapped[str] = mapped_column(String(20))
    publish_wording: Mapped[str] = mapped_column(String(16))
    authority_wording: Mapped[str | None] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(String(12), default="none", server_default="none")
    """What supports the claim to sign, as it was when it was confirmed or looked at."""
    first_evidence: Mapped[str] = mapped_column(String(12), default="", server_default="")
    """The grade that it had when it was confirmed, before anybody raised it; "" if not known."""
    checked_domain: Mapped[str] = mapped_column(String(253), default="", server_default="")
    """The domain that a lead found to be the organisation's own; counts while it is `checked`."""
    proven_at: Mapped[datetime | None]
    """When its mailbox said that what others handed in for it is right; see `SPOKEN_FOR`."""
    contested_at: Mapped[datetime | None]
    decides_on: Mapped[datetime | None]
    """When the organisation itself decides; until then it has a place and nothing is asked."""
    hides_name: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    """An individual who is counted and not named."""
    co_host_id: Mapped[int | None] = mapped_column(
        RowNumber, ForeignKey("co_hosts.id", ondelete="SET NULL"), index=True
    )
    """By whose link it came, None for the campaign's own."""
    counts_as: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """For whom it counts, as `counted_as` says it: one mailbox may sign for several."""
    search: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The words by which the desk finds it, as `search.stored` writes them."""
    search_version: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """The `finding_version` that made them."""
    sort_key: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    """Where the desk puts it in the order of names; made with `search`."""
    look_key: Mapped[str] = mapped_column(String(320), default="", server_default="")
    """What an organisation's name has in common with those that look like it; made with `search`,
    see `organisations.lookalikes`."""

    @property
    def written_in(self) -> str:
        """Return the language of the remark: that of the page on which it was typed."""
        return self.language


class Named(search.Findable, Protocol):
    """What an act and a draft have in common."""

    @property
    def capacity(self) -> str: ...


def finding_version() -> str:
    """Return which rules make what `found_by` returns; at most 40 characters."""
    return f"{fold.VERSION} {collation.VERSION}"


def found_by(named: Named) -> dict[str, Any]:
    """Return the columns by which the desk finds somebody; empty for who has no name any more."""
    return {
        "search": search.stored(named),
        "search_version": finding_version(),
        "look_key": look_key(named.name) if named.capacity == "organisation" else "",
        "sort_key": collation.sort_key(named.name) if named.name else b"",
    }


def counted_as(capacity: str, name: str) -> str:
    """Return the digest (64 hex) of whom an endorsement counts for, however the name is typed."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return sha256(f"{capacity}\n{plain}".encode(errors="replace")).hexdigest()


@event.listens_for(Endorsement, "before_update")
def _follow_names(_mapper: object, _connection: object, row: Endorsement) -> None:
    """Let the words follow the names: also when they are emptied, so that nothing stays of them."""
    for name, value in found_by(row).items():
        setattr(row, name, value)
    row.counts_as = counted_as(row.capacity, row.name)
