"""keep places for boards that decide later; count who is late and who shows no name"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

RESERVED = sa.text("state = 'submitted' AND decides_on IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "unnamed_signatories",
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["public_id"],
            ["endorsements.public_id"],
            name=op.f("fk_unnamed_signatories_public_id_endorsements"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_unnamed_signatories_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("public_id", name=op.f("pk_unnamed_signatories")),
    )
    with op.batch_alter_table("tallies") as batch_op:
        batch_op.add_column(sa.Column("late", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_tallies_late_ones_are_counted"), "late BETWEEN 0 AND number"
        )
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_endorsements_only_organisations_decide"),
            "capacity = 'organisation' OR decides_on IS NULL",
        )
        batch_op.create_index(
            "ix_endorsements_reserved",
            ["decides_on"],
            unique=False,
            sqlite_where=RESERVED,
            postgresql_where=RESERVED,
        )


def downgrade() -> None:
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.drop_index(
            "ix_endorsements_reserved", sqlite_where=RESERVED, postgresql_where=RESERVED
        )
        batch_op.drop_constraint(op.f("ck_endorsements_only_organisations_decide"), type_="check")
    with op.batch_alter_table("tallies") as batch_op:
        batch_op.drop_constraint(op.f("ck_tallies_late_ones_are_counted"), type_="check")
        batch_op.drop_column("late")
    op.drop_table("unnamed_signatories")
