"""remember reminders"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'submitted'")


def upgrade() -> None:
    op.add_column(
        "endorsements", sa.Column("reminders", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_index(
        "ix_endorsements_unconfirmed",
        "endorsements",
        ["submitted_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_endorsements_unconfirmed", "endorsements")
    op.drop_column("endorsements", "reminders")
