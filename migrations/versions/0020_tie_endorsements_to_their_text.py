"""tie endorsements to their text: the database knows that text, version and paper belong together"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OWNED = (("paper_texts", "version_id"), ("paper_versions", "paper_id"))
PAIRS = (("text_id", "version_id", "paper_texts"), ("version_id", "paper_id", "paper_versions"))


def upgrade() -> None:
    for table, owner in OWNED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_unique_constraint(op.f(f"uq_{table}_id_{owner}"), ["id", owner])
    with op.batch_alter_table("endorsements") as batch_op:
        for part, whole, table in PAIRS:
            batch_op.drop_constraint(op.f(f"fk_endorsements_{part}_{table}"), type_="foreignkey")
            batch_op.create_foreign_key(
                op.f(f"fk_endorsements_{part}_{whole}_{table}"), table, [part, whole], ["id", whole]
            )


def downgrade() -> None:
    with op.batch_alter_table("endorsements") as batch_op:
        for part, whole, table in PAIRS:
            batch_op.drop_constraint(
                op.f(f"fk_endorsements_{part}_{whole}_{table}"), type_="foreignkey"
            )
            batch_op.create_foreign_key(
                op.f(f"fk_endorsements_{part}_{table}"), table, [part], ["id"]
            )
    for table, owner in OWNED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"uq_{table}_id_{owner}"), type_="unique")
