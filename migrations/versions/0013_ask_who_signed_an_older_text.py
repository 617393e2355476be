"""ask who signed an older text: how a version differs, rounds of asking, and what was answered"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("paper_versions") as batch_op:
        batch_op.add_column(
            sa.Column("change", sa.String(length=12), server_default="editorial", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_paper_versions_known_change"),
            "change IN ('first', 'editorial', 'substantive')",
        )
    versions = sa.table("paper_versions", sa.column("number"), sa.column("change"))
    op.execute(versions.update().where(versions.c.number == 1).values(change="first"))


def downgrade() -> None:
    with op.batch_alter_table("paper_versions") as batch_op:
        batch_op.drop_constraint(op.f("ck_paper_versions_known_change"), type_="check")
        batch_op.drop_column("change")
