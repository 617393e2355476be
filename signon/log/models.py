"""The log and its tree, what stands on each list as the log says, and what opens a commitment."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId, RowNumber


class LogHead(Base):
    """How many leaves there are. Its one row is locked to add some, so that they have one order."""

    __tablename__ = "log_head"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("size >= 0", name="counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(RowNumber)


class LogLeaf(Base):
    """A leaf, as it is hashed; numbers begin with 0 and leave none out."""

    __tablename__ = "log_leaves"
    __table_args__ = (CheckConstraint("number >= 0", name="counted"),)

    number: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=False)
    entry: Mapped[str] = mapped_column(Text)


class LogTile(Base):
    """Up to 256 hashes of one level of the tree, one behind the other; only the last tile grows."""

    __tablename__ = "log_tiles"
    __table_args__ = (
        CheckConstraint(
            "length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0", name="whole_hashes"
        ),
    )

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=False)
    hashes: Mapped[bytes] = mapped_column(LargeBinary)


class LogCheckpoint(Base):
    """A signed note about the first `size` leaves; there is at most one for each minute."""

    __tablename__ = "log_checkpoints"
    __table_args__ = (CheckConstraint("size > 0", name="of_something"),)

    size: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=False)
    minute: Mapped[datetime] = mapped_column(unique=True)
    note: Mapped[str] = mapped_column(Text)


class LogList(Base):
    """A list that the log knows; `leaf` is the newest that says how the whole list stands."""

    __tablename__ = "log_lists"

    paper_id: Mapped[int] = mapped_column(
        ForeignKey("papers.id"), primary_key=True, autoincrement=False
    )
    leaf: Mapped[int] = mapped_column(ForeignKey("log_leaves.number"))


class LogLine(Base):
    """A line that stands on a list as the log says, by the leaf that said so last."""

    __tablename__ = "log_lines"

    public_id: Mapped[str] = mapped_column(String(24), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), index=True)
    commitment: Mapped[str] = mapped_column(String(64), unique=True)
    leaf: Mapped[int] = mapped_column(ForeignKey("log_leaves.number"))


class LogOpening(Base):
    """What opens a commitment: the line as it was public, and the salt.

    It goes with the line, in the same commit, and then nobody can tell whose commitment it was.
    """

    __tablename__ = "log_openings"

    public_id: Mapped[str] = mapped_column(
        ForeignKey("log_lines.public_id", ondelete="CASCADE"), primary_key=True
    )
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    line: Mapped[str] = mapped_column(Text)
    """As it was committed to: canonical JSON."""


class LogPending(Base):
    """An entry of a list that changed, so that the worker has to look at it, and since when."""

    __tablename__ = "log_pending"

    id: Mapped[RowId]
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    public_id: Mapped[str] = mapped_column(String(24))
    noted_at: Mapped[datetime]
