"""let leads translate or export: two roles more

Down again, whoever had one of them keeps what every role may: to look.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NAME = "ck_grants_known_role"
BEFORE = "role IN ('viewer', 'moderator', 'editor', 'owner')"
AFTER = "role IN ('viewer', 'translator', 'exporter', 'moderator', 'editor', 'owner')"


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    op.execute("UPDATE grants SET role = 'viewer' WHERE role IN ('translator', 'exporter')")
    _allow(BEFORE)


def _allow(roles: str) -> None:
    with op.batch_alter_table("grants") as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), sa.text(roles))
