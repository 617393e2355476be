"""remember entries that left: when they were withdrawn, and the reason that was given in public"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "former_entries",
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("paper_id", NUMBER, nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_in", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_former_entries_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("public_id", name=op.f("pk_former_entries")),
    )
    op.execute(
        "INSERT INTO former_entries (public_id, paper_id, left_at, reason, written_in) "
        "SELECT public_id, paper_id, withdrawn_at, COALESCE(withdrawal_reason, ''), language "
        "FROM endorsements WHERE state = 'withdrawn' AND published_at IS NOT NULL "
        "AND withdrawn_at IS NOT NULL AND NOT hides_name"
    )


def downgrade() -> None:
    op.drop_table("former_entries")
