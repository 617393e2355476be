"""know names for certain"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("organisations", "organisation_names"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("certain_key", sa.String(length=320), nullable=True))
        # The nearest that SQL can say; such a record is found by its exact name in any case.
        names = sa.table(table, sa.column("key"), sa.column("certain_key"))
        op.execute(names.update().values(certain_key=sa.func.replace(names.c.key, " ", "")))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("certain_key", nullable=False)
    op.create_index("ix_organisations_certain_key", "organisations", ["country", "certain_key"])
    op.create_index("ix_organisation_names_certain_key", "organisation_names", ["certain_key"])


def downgrade() -> None:
    op.drop_index("ix_organisation_names_certain_key", "organisation_names")
    op.drop_index("ix_organisations_certain_key", "organisations")
    for table in ("organisation_names", "organisations"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("certain_key")
