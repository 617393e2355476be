"""let organisations be merged: a record leads to the one that stays, and the way back is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0005"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_organisations_merged_into_id_organisations"
CHECK = "ck_organisations_merged_into_another"
INDEX = "ix_organisations_merged_into_id"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", number, nullable=True))
        batch_op.create_foreign_key(FOREIGN_KEY, "organisations", ["merged_into_id"], ["id"])
        batch_op.create_check_constraint(op.f(CHECK), "merged_into_id <> id")
    op.create_index(INDEX, "organisations", ["merged_into_id"])


def downgrade() -> None:
    op.drop_index(INDEX, "organisations")
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.drop_constraint(FOREIGN_KEY, type_="foreignkey")
        batch_op.drop_column("merged_into_id")
