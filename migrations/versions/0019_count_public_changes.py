"""count public changes: a number and a moment per paper and campaign that never go back"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "public_changes",
        sa.Column("scope", sa.String(12), nullable=False),
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "scope IN ('paper', 'campaign')", name=op.f("ck_public_changes_known_scope")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_public_changes_counts_from_one")),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_public_changes")),
    )


def downgrade() -> None:
    op.drop_table("public_changes")
