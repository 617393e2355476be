"""keep in which language remarks are written: the public language is that of the text signed"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "signatories",
        sa.Column("written_in", sa.String(length=16), server_default="", nullable=False),
    )
    op.execute("UPDATE signatories SET written_in = language")


def downgrade() -> None:
    op.drop_column("signatories", "written_in")
