"""keep how leads added an entry, what they corrected of it, and which gave way to which"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0033"
branch_labels = None
depends_on = None

OPEN = sa.text("undone_at IS NULL")


def upgrade() -> None:
    _create(
        "additions",
        _entry("additions", "endorsement_id"),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("taken_by", sa.String(120), nullable=False),
        sa.Column("added_by", sa.String(24), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("endorsement_id", name=op.f("uq_additions_endorsement_id")),
        _one_of("additions", "channel", "email", "paper", "phone"),
    )
    _create(
        "lead_corrections",
        sa.Column("stamp", sa.String(24), nullable=False),
        _entry("lead_corrections", "endorsement_id"),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        *_made(),
        sa.Column("answer", sa.String(8), server_default="open", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("stamp", name=op.f("uq_lead_corrections_stamp")),
        _one_of("lead_corrections", "answer", "open", "right", "undone"),
    )
    _index("lead_corrections", "endorsement_id")
    _create(
        "pairings",
        _entry("pairings", "standing_id"),
        _entry("pairings", "other_id"),
        sa.Column("sort", sa.String(8), nullable=False),
        sa.Column("was_listed", sa.Boolean(), nullable=False),
        *_made(),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        _one_of("pairings", "sort", "replaced", "second"),
    )
    _index("pairings", "standing_id")
    op.create_index(
        "uq_pairings_open",
        "pairings",
        ["other_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    for table in ("pairings", "lead_corrections", "additions"):
        op.drop_table(table)


def _create(table: str, *parts: Any) -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        table,
        sa.Column("id", key, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _entry(table: str, column: str) -> sa.Column[Any]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    name = op.f(f"fk_{table}_{column}_endorsements")
    entries = sa.ForeignKey("endorsements.id", name=name, ondelete="CASCADE")
    return sa.Column(column, number, entries, nullable=False)


def _made() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("made_by", sa.String(24), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_known_{column}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
