"""drop the foreign keys of the public list to endorsements

The list is filled with plain lines by whoever publishes; it stands below the act and knows no row
of it. What is deleted above is taken off the list by the command that deletes it.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = ("signatories", "unnamed_signatories")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"fk_{table}_public_id_endorsements"), type_="foreignkey")


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_public_id_endorsements"),
                "endorsements",
                ["public_id"],
                ["public_id"],
                ondelete="CASCADE",
            )
