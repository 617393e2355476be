"""let the head follow the chain

The database itself moves the head of the audit trail with each entry: the two cannot part, and a
command sends one statement less. SQLite: a migration that copies `audit_entries` must make the
trigger again.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOVE = "UPDATE audit_head SET number = NEW.number, hash = NEW.hash;"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_entries_move_head() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {MOVE} RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_entries_move_head AFTER INSERT ON audit_entries "
            "FOR EACH ROW EXECUTE FUNCTION audit_entries_move_head()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER audit_entries_move_head AFTER INSERT ON audit_entries BEGIN {MOVE} END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entries_move_head ON audit_entries")
        op.execute("DROP FUNCTION audit_entries_move_head()")
    else:
        op.execute("DROP TRIGGER audit_entries_move_head")
