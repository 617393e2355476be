"""keep a log that anybody can check: leaves, tiles, checkpoints, and what opens a commitment

Every line that is public today waits for the worker, which adds them bit by bit. Down again, the
log is gone for good, and who holds a checkpoint of it has nothing to compare it with.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0054"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "log_pending",
    "log_openings",
    "log_lines",
    "log_lists",
    "log_checkpoints",
    "log_tiles",
    "log_leaves",
    "log_head",
)


def upgrade() -> None:
    _make_tree()
    _make_lists()
    op.execute(
        "INSERT INTO log_pending (paper_id, public_id) "
        "SELECT paper_id, public_id FROM signatories ORDER BY id"
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _make_tree() -> None:
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", _NUMBER, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_head_one_row")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_log_head_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
    )
    op.create_table(
        "log_leaves",
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_log_leaves_counted")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_leaves")),
    )
    op.create_table(
        "log_tiles",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0",
            name=op.f("ck_log_tiles_whole_hashes"),
        ),
        sa.PrimaryKeyConstraint("level", "number", name=op.f("pk_log_tiles")),
    )
    op.create_table(
        "log_checkpoints",
        sa.Column("size", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_log_checkpoints_of_something")),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoints")),
        sa.UniqueConstraint("minute", name=op.f("uq_log_checkpoints_minute")),
    )


def _make_lists() -> None:
    op.create_table(
        "log_lists",
        sa.Column("paper_id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("leaf", _NUMBER, nullable=False),
        _points("log_lists", "paper_id", "papers.id"),
        _points("log_lists", "leaf", "log_leaves.number"),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_log_lists")),
    )
    op.create_table(
        "log_lines",
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("paper_id", _NUMBER, nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("leaf", _NUMBER, nullable=False),
        _points("log_lines", "paper_id", "papers.id"),
        _points("log_lines", "leaf", "log_leaves.number"),
        sa.PrimaryKeyConstraint("public_id", name=op.f("pk_log_lines")),
        sa.UniqueConstraint("commitment", name=op.f("uq_log_lines_commitment")),
    )
    op.create_index(op.f("ix_log_lines_paper_id"), "log_lines", ["paper_id"])
    op.create_table(
        "log_openings",
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        _points("log_openings", "public_id", "log_lines.public_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("public_id", name=op.f("pk_log_openings")),
    )
    op.create_table(
        "log_pending",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("paper_id", _NUMBER, nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        _points("log_pending", "paper_id", "papers.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_pending")),
    )


def _points(table: str, column: str, at: str, **how: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{at.partition('.')[0]}"
    return sa.ForeignKeyConstraint([column], [at], name=op.f(name), **how)
