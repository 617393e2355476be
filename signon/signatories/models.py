"""The public list of a paper: its lines, the words that find them, and their numbers.

Written from plain lines when something is published and emptied when it no longer is. Public pages
read nothing else, so they cannot reach a contact or an unconfirmed name; and each page of a list
costs the same at a hundred signatories and at a million.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId

CAPACITIES = ("organisation", "individual")
KNOWN_CAPACITY = f"capacity IN {CAPACITIES}"
UNNAMED = "hidden"
SOURCES = ("form", "import", "hosts", "network")
"""How an endorsement came: somebody sent the form, leads brought a list that was signed, leads
wrote down one that reached them another way, or a network's secretary sent it for a member."""
BY_HOSTS = sql("source IN ('hosts', 'import')")
"""Which lines the index of those that hosts wrote down or brought in holds; said in these words by
queries."""
KNOWN_SOURCE = f"source IN {SOURCES}"
LONGEST_RESERVATION = 600
SHORT_RESERVATION = f"length(reservation) <= {LONGEST_RESERVATION}"
IN_PART = sql("priorities <> ''")
"""Which lines the index of partial endorsements holds; a query has to say it in these words."""


class Stated:
    """The columns of `fields.FIELDS` and what goes with them, for an act and for its line alike."""

    capacity: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(300))
    acronym: Mapped[str] = mapped_column(String(40))
    affiliation: Mapped[str] = mapped_column(String(300))
    country: Mapped[str] = mapped_column(String(2))
    website: Mapped[str] = mapped_column(String(300))
    statement: Mapped[str] = mapped_column(Text)
    priorities: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The numbers of the priorities that are endorsed, such as "1-7,9"; empty for all of them."""
    reservation: Mapped[str] = mapped_column(Text, default="", server_default="")
    language: Mapped[str] = mapped_column(String(16))
    is_late: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    """Handed in after the close; if a lead accepts it, it joined after delivery."""
    source: Mapped[str] = mapped_column(String(8), default="form", server_default="form")


class Signatory(Stated, Base):
    """One line of a public list, with everything that may be public of it and nothing else."""

    __tablename__ = "signatories"
    __table_args__ = (
        CheckConstraint(KNOWN_CAPACITY, name="known_capacity"),
        CheckConstraint(KNOWN_SOURCE, name="known_source"),
        Index("ix_signatories_name", "paper_id", "capacity", "sort_key", "public_id"),
        Index("ix_signatories_country", "paper_id", "capacity", "country", "sort_key", "public_id"),
        Index("ix_signatories_kind", "paper_id", "capacity", "kind", "sort_key", "public_id"),
        Index("ix_signatories_newest", "paper_id", "capacity", "endorsed_at", "public_id"),
        Index("ix_signatories_versions", "collator_version", "words_version"),
        CheckConstraint(SHORT_RESERVATION, name="short_reservation"),
        Index(
            "ix_signatories_in_part",
            "paper_id",
            "capacity",
            "version",
            "sort_key",
            "public_id",
            sqlite_where=IN_PART,
            postgresql_where=IN_PART,
        ),
        Index(
            "ix_signatories_by_hosts",
            "paper_id",
            "capacity",
            sqlite_where=BY_HOSTS,
            postgresql_where=BY_HOSTS,
        ),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    endorsed_at: Mapped[datetime]
    written_in: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """The language of the remark and the reservation; `language` is that of the text signed."""
    is_contested: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    sort_key: Mapped[bytes] = mapped_column(LargeBinary)
    collator_version: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """The `collation.VERSION` that made the key: keys of two versions do not compare."""
    words_version: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """The `fields.line_version` that made the words of the line and its `csv_line`."""
    csv_line: Mapped[str] = mapped_column(Text)
    """The line of the CSV file, made once at publishing so that a million of them only flow.

    Its day is that of the paper's time zone, and is made anew when the paper gets another one.
    """


class UnnamedSignatory(Base):
    """One who is counted on a list and does not stand on it; nothing here says who it is."""

    __tablename__ = "unnamed_signatories"

    public_id: Mapped[str] = mapped_column(String(24), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    country: Mapped[str] = mapped_column(String(2))
    is_late: Mapped[bool]

    @property
    def capacity(self) -> str:
        return "individual"

    @property
    def kind(self) -> str:
        return UNNAMED


class FormerEntry(Base):
    """A line that its signatory took back: no name, only when, and the reason they made public."""

    __tablename__ = "former_entries"

    public_id: Mapped[str] = mapped_column(String(24), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    left_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    written_in: Mapped[str] = mapped_column(String(16))


class SignatoryWord(Base):
    """A word by which a line of a list is found, folded so that accents do not matter."""

    __tablename__ = "signatory_words"
    __table_args__ = (Index("ix_signatory_words_signatory_id", "signatory_id"),)

    paper_id: Mapped[int] = mapped_column(primary_key=True)
    # Compared byte by byte on both engines, so that a beginning of a word is a range of the index.
    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
    signatory_id: Mapped[int] = mapped_column(
        ForeignKey("signatories.id", ondelete="CASCADE"), primary_key=True
    )


class Tally(Base):
    """How many lines a list has for each country and kind: kept, never counted in a page.

    Individuals who do not show their name have the kind `UNNAMED`.
    """

    __tablename__ = "tallies"
    __table_args__ = (
        CheckConstraint("number >= 0", name="never_negative"),
        CheckConstraint("late BETWEEN 0 AND number", name="late_ones_are_counted"),
    )

    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    capacity: Mapped[str] = mapped_column(String(12), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int]
    late: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many of them joined after delivery."""


class PartTally(Base):
    """How many lines of a list endorse a version in each way: kept, never counted in a page.

    `aspect` is "whole" or "part", "reserved" for lines with a reservation, or the number of a
    priority, for which only lines that endorse in part are counted.
    """

    __tablename__ = "part_tallies"
    __table_args__ = (CheckConstraint("number >= 0", name="never_negative"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    capacity: Mapped[str] = mapped_column(String(12), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    aspect: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int]


class ListState(Base):
    """The row that is locked to change a paper's public list, and when that was done last."""

    __tablename__ = "list_states"

    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    revision: Mapped[int]
    changed_at: Mapped[datetime]
