"""count names of a mailbox: it may sign for several; and say where a host reads answers

For whom an endorsement counts is the digest of its capacity and its name, whatever its spaces and
capitals, as `endorsements.models.counted_as` writes it today.
"""

import unicodedata
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NAME = "uq_endorsements_live_address"
LIVE = sa.text("state IN ('submitted', 'confirmed', 'published')")
PORTION = 500


def upgrade() -> None:
    op.add_column(
        "campaigns", sa.Column("contact", sa.String(254), nullable=False, server_default="")
    )
    op.add_column(
        "endorsements", sa.Column("counts_as", sa.String(64), nullable=False, server_default="")
    )
    _count_all(op.get_bind())
    _place("paper_id", "address_key", "counts_as")


def downgrade() -> None:
    _let_one_answer(op.get_bind())
    _place("paper_id", "address_key")
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.drop_column("counts_as")
    with op.batch_alter_table("campaigns") as batch_op:
        batch_op.drop_column("contact")


def _place(*columns: str) -> None:
    op.drop_index(op.f(NAME), table_name="endorsements")
    live = {"sqlite_where": LIVE, "postgresql_where": LIVE}
    op.create_index(op.f(NAME), "endorsements", list(columns), unique=True, **live)


def _let_one_answer(connection: sa.Connection) -> None:
    """Keep every entry; but of those of one mailbox on a paper, its newest alone is tied to it."""
    connection.execute(
        sa.text(
            "UPDATE endorsements SET address_key = NULL WHERE id IN ("
            "SELECT older.id FROM endorsements older JOIN endorsements newer"
            " ON newer.paper_id = older.paper_id AND newer.address_key = older.address_key"
            " AND newer.id > older.id WHERE older.state IN ('submitted', 'confirmed', 'published')"
            " AND newer.state IN ('submitted', 'confirmed', 'published'))"
        )
    )


def _count_all(connection: sa.Connection) -> None:
    table = sa.table("endorsements", *map(sa.column, ("id", "capacity", "name", "counts_as")))
    first = sa.select(table.c.id, table.c.capacity, table.c.name).order_by(table.c.id)
    last = 0
    while rows := connection.execute(first.where(table.c.id > last).limit(PORTION)).all():
        for row in rows:
            mine = sa.update(table).where(table.c.id == row.id)
            connection.execute(mine.values(counts_as=_counted_as(row.capacity, row.name)))
        last = rows[-1].id


def _counted_as(capacity: str, name: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return sha256(f"{capacity}\n{plain}".encode(errors="replace")).hexdigest()
