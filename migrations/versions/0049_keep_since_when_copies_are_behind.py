"""keep since when the translations of a copied paper are behind its original

The versions of a copy are counted from one, so the number is that of the paper it was copied from.
Down again, copies say that their translations are behind, and not since when.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("translation_sources", sa.Column("since_before_copy", sa.Integer()))


def downgrade() -> None:
    with op.batch_alter_table("translation_sources") as table:
        table.drop_column("since_before_copy")
