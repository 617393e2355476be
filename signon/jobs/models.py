"""Jobs, the ticks of the schedule, and the workers that were seen."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, CheckConstraint, Index, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.kernel.database import Base, RowId

WAITING, HELD, DONE, DEAD = "waiting", "held", "done", "dead"
"""What is held waits for a person, who has restored a backup and says that it may be done."""

_IS_WAITING = text("state = 'waiting'")


class Job(Base):
    """One piece of work. A claimed job stays waiting and is due again when its lease runs out."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'held', 'done', 'dead')", name="state"),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index(
            "ix_jobs_waiting",
            "priority",
            "due_at",
            "id",
            sqlite_where=_IS_WAITING,
            postgresql_where=_IS_WAITING,
        ),
    )

    id: Mapped[RowId]
    ref: Mapped[str] = mapped_column(String(24), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    state: Mapped[str] = mapped_column(String(10))
    priority: Mapped[int]
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    lease_token: Mapped[str | None] = mapped_column(String(32))
    last_error: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Tick(Base):
    """When a piece of scheduled work is due next."""

    __tablename__ = "schedule"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    next_run_at: Mapped[datetime]


class Worker(Base):
    """A worker process and when it was last seen alive."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    seen_at: Mapped[datetime]


# The tables themselves: jobs are written in plain SQL, many times a second.
JOBS = cast(Table, Job.__table__)
SCHEDULE = cast(Table, Tick.__table__)
WORKERS = cast(Table, Worker.__table__)
