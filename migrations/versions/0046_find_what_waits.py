"""find what waits for a decision, by its evidence, without reading all that waits

A queue of 10,000 was read whole and sorted for each page of 50, and again to be counted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0041"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_endorsements_waiting", "endorsements"
WAITS = sa.text("state = 'confirmed' AND contested_at IS NULL")


def upgrade() -> None:
    columns = ["paper_id", "evidence", "submitted_at", "public_id"]
    op.create_index(op.f(NAME), TABLE, columns, sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    op.drop_index(op.f(NAME), table_name=TABLE)
