"""say how an endorsement came, and write all that is public of a line into its stored CSV line

Every stored line is made anew, with the day that it was in the paper's time zone, some thousands
at a time. It is one transaction with the rest: a run that is killed has changed nothing, and the
next one begins again. Going back makes them as they were before, with the day in UTC.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAMED = ("endorsements", "signatories")
RULE = "known_source"
PORTION = 2000
"""Lines that are in memory at once."""

BEFORE = {
    "organisation": "name acronym country kind website statement capacity endorsed_on version "
    "language public_id",
    "individual": "name affiliation country statement capacity endorsed_on version language "
    "public_id",
}
ADDED = "priorities reservation is_late is_contested source"
FORMULA = "[ '\"]*[=+\\-@\uff1d\uff0b\uff0d\uff20]"
INNER = re.compile(f"(?<=[;|\t\r\n\u2028\u2029])(?={FORMULA})")
FIRST = re.compile(f"(?:{FORMULA}|'*[\t\r\n])")
FIRST_BEFORE = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
UNREADABLE = re.compile("(?![\t\n\r])[\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
QUOTED = re.compile('[",;|\t\r\n]')
QUOTED_BEFORE = re.compile('[",\r\n]')

KEPT = (
    "id paper_id public_id capacity name acronym affiliation country kind website statement "
    "language version priorities reservation source csv_line"
)
LINES = sa.table(
    "signatories",
    *map(sa.column, KEPT.split()),
    sa.column("endorsed_at", sa.DateTime(timezone=True)),
    sa.column("is_late", sa.Boolean()),
    sa.column("is_contested", sa.Boolean()),
)
PAPERS = sa.table("papers", sa.column("id"), sa.column("time_zone"))
SOME = (
    sa.select(LINES, PAPERS.c.time_zone)
    .join(PAPERS, PAPERS.c.id == LINES.c.paper_id)
    .where(LINES.c.id > sa.bindparam("last"))
    .order_by(LINES.c.id)
    .limit(sa.bindparam("portion"))
)
REMADE = (
    LINES.update().where(LINES.c.id == sa.bindparam("row_id")).values(csv_line=sa.bindparam("made"))
)


def upgrade() -> None:
    for table in NAMED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column("source", sa.String(length=8), server_default="form", nullable=False)
            )
            batch_op.create_check_constraint(
                op.f(f"ck_{table}_{RULE}"), "source IN ('form', 'import')"
            )
    _remake(_line)


def downgrade() -> None:
    _remake(_line_before)
    for table in reversed(NAMED):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_{RULE}"), type_="check")
            batch_op.drop_column("source")


def _remake(line_of: Callable[[Any], str]) -> None:
    connection, last = op.get_bind(), 0
    while rows := connection.execute(SOME, {"last": last, "portion": PORTION}).all():
        connection.execute(REMADE, [{"row_id": row.id, "made": line_of(row)} for row in rows])
        last = rows[-1].id


def _line(row: Any) -> str:
    zone = ZoneInfo(row.time_zone)
    values = _values(row, f"{BEFORE[row.capacity]} {ADDED}", zone)
    return ",".join(_cell(_defused(value), QUOTED) for value in values) + "\r\n"


def _line_before(row: Any) -> str:
    values = _values(row, BEFORE[row.capacity], UTC)
    marked = (f"'{value}" if FIRST_BEFORE.match(value) else value for value in values)
    return ",".join(_cell(value, QUOTED_BEFORE) for value in marked) + "\r\n"


def _values(row: Any, columns: str, zone: Any) -> list[str]:
    at: datetime = row.endorsed_at
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    made = {**row._mapping, "endorsed_on": at.astimezone(zone).date()}
    return [_plain(made[name]) for name in columns.split()]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return UNREADABLE.sub("", str(value))


def _defused(text: str) -> str:
    text = INNER.sub("'", text)
    return f"'{text}" if FIRST.match(text) else text


def _cell(text: str, quoted: re.Pattern[str]) -> str:
    return '"' + text.replace('"', '""') + '"' if quoted.search(text) else text
