"""count the changes of papers themselves apart from those of their lists

What no signature changes need not be read again after each signature. Every paper begins with the
counter that it has with its list; down again, the counters of papers themselves are dropped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_SCOPES = "ck_public_changes_known_scope"


def upgrade() -> None:
    _allow("scope IN ('paper', 'paper_itself', 'campaign')")
    op.execute(
        "INSERT INTO public_changes (scope, key, number, changed_at) "
        "SELECT 'paper_itself', key, number, changed_at FROM public_changes WHERE scope = 'paper'"
    )


def downgrade() -> None:
    op.execute("DELETE FROM public_changes WHERE scope = 'paper_itself'")
    _allow("scope IN ('paper', 'campaign')")


def _allow(condition: str) -> None:
    with op.batch_alter_table("public_changes") as table:
        table.drop_constraint(op.f(_SCOPES), type_="check")
        table.create_check_constraint(op.f(_SCOPES), sa.text(condition))
