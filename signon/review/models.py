"""What leads keep for themselves: notes about who signed, chosen columns, filters with a name."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId, RowNumber
from signon.submissions.models import new_public_id

LONGEST_NOTE = 2000
LONGEST_NAME = 60


class Note(Base):
    """What one lead tells the others about an entry. It goes with the contact, and is no trail."""

    __tablename__ = "desk_notes"

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_public_id)
    subject: Mapped[str] = mapped_column(String(24), index=True)
    """The public id of what it is about."""
    contact_id: Mapped[str] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), index=True
    )
    author: Mapped[str] = mapped_column(String(24))
    """The public id of the account of who wrote it."""
    written_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)


class Choice(Base):
    """What one lead has chosen for one paper: columns of the page or a file, a named filter."""

    __tablename__ = "desk_choices"

    account_id: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    paper_id: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True
    )
    sort: Mapped[str] = mapped_column(String(12), primary_key=True)
    """A value of `choices.SORTS`."""
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    """What a filter is called; "" for columns, of which there is one choice."""
    value: Mapped[str] = mapped_column(Text)


NOTES: Any = Note.__table__
CHOICES: Any = Choice.__table__
