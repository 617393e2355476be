"""promise when contacts go: what the form said of their erasing is kept beside the day as it is

Whoever is there gets what their paper says today: so many calendar months after its close, by the
calendar of its zone. Until now a month was 31 days; the earlier day counts from here on.
"""

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

OF_PAPER = (
    "SELECT contact_id FROM endorsements WHERE paper_id = :paper AND contact_id IS NOT NULL"
    " UNION SELECT contact_id FROM challenges WHERE paper_id = :paper AND contact_id IS NOT NULL"
    " UNION SELECT offers.contact_id FROM offers JOIN endorsements"
    " ON endorsements.id = offers.endorsement_id"
    " WHERE endorsements.paper_id = :paper AND offers.contact_id IS NOT NULL"
)
INSTANT = timedelta(microseconds=1)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("contacts", sa.Column("promised_months", sa.Integer(), nullable=True))
    op.add_column("contacts", sa.Column("promised_until", MOMENT, nullable=True))
    op.create_index(op.f("ix_contacts_promised_until"), "contacts", ["promised_until"])
    papers = sa.table(
        "papers",
        sa.column("id"),
        sa.column("closes_at", MOMENT),
        sa.column("retention_months"),
        sa.column("time_zone"),
    )
    for paper in op.get_bind().execute(sa.select(papers).order_by(papers.c.id)).all():
        _promise(op.get_bind(), paper)


def downgrade() -> None:
    op.drop_index(op.f("ix_contacts_promised_until"), table_name="contacts")
    with op.batch_alter_table("contacts") as batch_op:
        batch_op.drop_column("promised_until")
        batch_op.drop_column("promised_months")


def _promise(connection: sa.Connection, paper: sa.Row) -> None:
    contacts = sa.table(
        "contacts",
        *map(sa.column, ("id", "promised_months")),
        *(sa.column(name, MOMENT) for name in ("promised_until", "erase_after")),
    )
    theirs = contacts.c.id.in_(sa.text(OF_PAPER).bindparams(paper=paper.id))
    values = {"promised_months": paper.retention_months}
    if paper.closes_at is not None:
        until = _months_after(paper.closes_at, paper.retention_months, paper.time_zone)
        values |= {"promised_until": until, "erase_after": until}
    connection.execute(sa.update(contacts).where(theirs).values(**values))


def _months_after(moment: datetime, months: int, time_zone: str) -> datetime:
    """Add calendar months by the last day of what ends at a moment, as `kernel.clock` does."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    last = (aware - INSTANT).astimezone(ZoneInfo(time_zone))
    count = last.year * 12 + last.month - 1 + months
    year, month = count // 12, count % 12 + 1
    day = min(last.day, monthrange(year, month)[1])
    return last.replace(year=year, month=month, day=day).astimezone(UTC) + INSTANT
