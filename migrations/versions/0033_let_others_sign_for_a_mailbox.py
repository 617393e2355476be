"""let hosts and networks write down who signed: two sources and two grades of evidence more

Down again, what they wrote down reads as brought by the hosts, and no mailbox stands for it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAMED = ("endorsements", "signatories")
SOURCES = ("form", "import")
NEW = ("hosts", "network")
GRADES = ("none", "checked", "second", "domain", "contact", "mailbox", "freemail", "disposable")
BY_HOSTS = sa.text("source = 'hosts'")


def upgrade() -> None:
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.add_column(sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))
        _allow(batch_op, "endorsements", "evidence", (*GRADES, *NEW))
        _allow(batch_op, "endorsements", "source", (*SOURCES, *NEW))
    with op.batch_alter_table("signatories") as batch_op:
        _allow(batch_op, "signatories", "source", (*SOURCES, *NEW))
    op.create_index(
        "ix_signatories_by_hosts",
        "signatories",
        ["paper_id", "capacity"],
        sqlite_where=BY_HOSTS,
        postgresql_where=BY_HOSTS,
    )


def downgrade() -> None:
    op.drop_index("ix_signatories_by_hosts", table_name="signatories")
    _read_as_brought(op.get_bind())
    with op.batch_alter_table("signatories") as batch_op:
        _allow(batch_op, "signatories", "source", SOURCES)
    with op.batch_alter_table("endorsements") as batch_op:
        _allow(batch_op, "endorsements", "source", SOURCES)
        _allow(batch_op, "endorsements", "evidence", GRADES)
        batch_op.drop_column("proven_at")


def _allow(batch_op: Any, table: str, column: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_known_{column}")
    batch_op.drop_constraint(name, type_="check")
    listed = ", ".join(f"'{value}'" for value in values)
    batch_op.create_check_constraint(name, sa.text(f"{column} IN ({listed})"))


def _read_as_brought(connection: sa.Connection) -> None:
    for name in NEW:
        said = {"new": name, "at_end": f",{name}\r\n", "instead": ",import\r\n"}
        connection.execute(
            sa.text("UPDATE endorsements SET evidence = 'none' WHERE evidence = :new"),
            {"new": name},
        )
        connection.execute(
            sa.text("UPDATE endorsements SET source = 'import' WHERE source = :new"), {"new": name}
        )
        connection.execute(
            sa.text(
                "UPDATE signatories SET source = 'import',"
                " csv_line = replace(csv_line, :at_end, :instead) WHERE source = :new"
            ),
            said,
        )
