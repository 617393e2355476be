"""seal the trail: each entry carries a keyed hash of itself, so that no head can be made up

What stands there already has no seal: the next entry, or `flask audit seal`, seals all before it.
The column is added and dropped in place, for a copied table would lose its trigger on SQLite.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "audit_entries", sa.Column("seal", sa.String(64), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("audit_entries", "seal")
