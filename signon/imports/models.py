"""Lists that leads brought in: each run, and what became of every row of its sheet."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from signon.endorsements.models import Endorsement
from signon.imports.records import STATUSES
from signon.kernel.database import Base, RowId, RowNumber

READ, WRITING, DONE, UNDOING, UNDONE = "read", "writing", "done", "undoing", "undone"
STAGES = (READ, WRITING, DONE, UNDOING, UNDONE)

WAITING, WRITTEN, LEFT, TAKEN_BACK, KEPT = "waiting", "written", "left", "taken_back", "kept"
OUTCOMES = (WAITING, WRITTEN, LEFT, TAKEN_BACK, KEPT)
"""Of one row: to be written; written; left, as it says why; undone; kept, as it was changed."""


class Import(Base):
    """One sheet that a lead brought in for a paper. Its file is kept until its rows are written."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint(f"stage IN {STAGES}", name="known_stage"),
        CheckConstraint("content IS NULL OR stage = 'read'", name="file_until_written"),
        Index("ix_imports_header", "paper_id", "header_key"),
    )

    id: Mapped[RowId]
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    paper_id: Mapped[int] = mapped_column(RowNumber, ForeignKey("papers.id"), index=True)
    stage: Mapped[str] = mapped_column(String(8), default=READ, server_default=READ)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    wishes: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What the lead has fixed of how it is read, by the names of `records.Wishes`."""
    found: Mapped[dict[str, Any]] = mapped_column(JSON)
    """How it was read: `layout`, `header`, `sheets`, `left_out` and `ambiguous` of a `Reading`;
    `newest` is the key of the newest entry that its rows were compared with."""
    header_key: Mapped[str] = mapped_column(String(64))
    """The digest of its header, by which the same mapping is offered again."""
    evidence: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """How leads know that these have signed, such as "e-mail of 3 May"."""
    language: Mapped[str] = mapped_column(String(16))
    """In which its mailboxes are written to, once a lead asks them."""
    lists_at_once: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    """Whether its rows are put on the list as they are written."""
    started_by: Mapped[str] = mapped_column(String(24))
    started_at: Mapped[datetime]
    written_by: Mapped[str | None] = mapped_column(String(24))
    finished_at: Mapped[datetime | None]
    all_asked_by: Mapped[str | None] = mapped_column(String(24))
    """Who had all of its mailboxes asked whether it is right."""
    undo_asked_by: Mapped[str | None] = mapped_column(String(24))
    undo_finished_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]
    """When what its rows said was deleted; their numbers stay."""


class ImportRow(Base):
    """One row of a sheet: as it was judged, and what has become of it."""

    __tablename__ = "import_rows"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="known_status"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="known_outcome"),
        CheckConstraint("outcome <> 'waiting' OR status = 'accepted'", name="accepted_ones_wait"),
        Index("ix_import_rows_outcome", "import_id", "outcome", "record"),
    )

    import_id: Mapped[int] = mapped_column(
        RowNumber,
        ForeignKey("imports.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    record: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Its number in the sheet, from 1, the header's own row counted."""
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(40), default="", server_default="")
    duplicate_of: Mapped[int | None]
    possible_duplicate_of: Mapped[int | None]
    """Records of the same sheet."""
    standing_id: Mapped[int | None] = mapped_column(
        RowNumber, ForeignKey(Endorsement.id, ondelete="SET NULL"), index=True
    )
    """The entry of the paper that it is a duplicate of, or may be."""
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`records.Fields`; names people, and is emptied with whoever it names, as are `cells`."""
    cells: Mapped[list[str]] = mapped_column(JSON)
    problems: Mapped[list[list[Any]]] = mapped_column(JSON)
    """Pairs of the place of a column and what is wrong with its cell."""
    outcome: Mapped[str] = mapped_column(String(10), default=WAITING, server_default=WAITING)
    why: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """A marked message: why it was left or kept."""
    endorsement_id: Mapped[int | None] = mapped_column(
        RowNumber, ForeignKey(Endorsement.id, ondelete="SET NULL"), unique=True
    )
    """What was written of it."""
    organisation_id: Mapped[int | None] = mapped_column(RowNumber)
    """For which organisation it was written."""
    asked_at: Mapped[datetime | None]
    """When its mailbox was asked whether it is right, as all of its import were."""
