"""note when papers were closed by hand: what was signed before has a day left to be confirmed

Known of older ones from the trail. Down again, the trail still knows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KNOWN = """
UPDATE papers SET closed_at = (
    SELECT max(happened_at) FROM audit_entries
    WHERE action = 'close_paper' AND subject = papers.public_id
) WHERE state = 'closed'
"""


def upgrade() -> None:
    op.add_column("papers", sa.Column("closed_at", sa.DateTime(timezone=True)))
    op.execute(KNOWN)


def downgrade() -> None:
    op.drop_column("papers", "closed_at")
