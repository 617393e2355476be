"""know since when entries wait for the log, so that a log that has stopped is told

What waits already counts from now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("log_pending", sa.Column("noted_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE log_pending SET noted_at = CURRENT_TIMESTAMP")
    with op.batch_alter_table("log_pending") as table:
        table.alter_column("noted_at", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("log_pending") as table:
        table.drop_column("noted_at")
