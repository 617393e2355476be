"""keep what was imported: sheets that leads bring in, row by row, and a grade of evidence for them

What was imported and not confirmed by its mailbox is told apart from what anybody has confirmed.
Decisions about many let go of an entry that is deleted, because an import can be undone. Down
again, what was imported has no evidence, and can be undone no more.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0053"
branch_labels = None
depends_on = None

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE = (
    "none",
    "checked",
    "second",
    "domain",
    "contact",
    "mailbox",
    "freemail",
    "disposable",
    "hosts",
    "network",
)
AFTER = (*BEFORE, "import")
STAGES = "('read', 'writing', 'done', 'undoing', 'undone')"
OUTCOMES = "('waiting', 'written', 'left', 'taken_back', 'kept')"
BY_HOSTS = "ix_signatories_by_hosts"
OF_ITEM = "fk_bulk_items_endorsement_id_endorsements"


def upgrade() -> None:
    with op.batch_alter_table("endorsements") as batch_op:
        _allow(batch_op, AFTER)
    _count("source IN ('hosts', 'import')")
    _let_items_go("CASCADE")
    _make_imports()
    _make_rows()


def downgrade() -> None:
    op.drop_table("import_rows")
    op.drop_table("imports")
    _let_items_go(None)
    _count("source = 'hosts'")
    op.execute("UPDATE endorsements SET evidence = 'none' WHERE evidence = 'import'")
    op.execute("UPDATE endorsements SET first_evidence = '' WHERE first_evidence = 'import'")
    with op.batch_alter_table("endorsements") as batch_op:
        _allow(batch_op, BEFORE)


def _allow(batch_op: Any, grades: tuple[str, ...]) -> None:
    name = op.f("ck_endorsements_known_evidence")
    batch_op.drop_constraint(name, type_="check")
    listed = ", ".join(f"'{grade}'" for grade in grades)
    batch_op.create_check_constraint(name, sa.text(f"evidence IN ({listed})"))


def _count(which: str) -> None:
    op.drop_index(BY_HOSTS, table_name="signatories")
    lines, said = ["paper_id", "capacity"], sa.text(which)
    op.create_index(BY_HOSTS, "signatories", lines, sqlite_where=said, postgresql_where=said)


def _let_items_go(ondelete: str | None) -> None:
    with op.batch_alter_table("bulk_items") as batch_op:
        batch_op.drop_constraint(op.f(OF_ITEM), type_="foreignkey")
        batch_op.create_foreign_key(
            op.f(OF_ITEM), "endorsements", ["endorsement_id"], ["id"], ondelete=ondelete
        )


def _make_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("paper_id", ROW_NUMBER, nullable=False),
        sa.Column("stage", sa.String(8), server_default="read", nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("header_key", sa.String(64), nullable=False),
        sa.Column("evidence", sa.String(300), server_default="", nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("lists_at_once", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("started_by", sa.String(24), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(24), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("all_asked_by", sa.String(24), nullable=True),
        sa.Column("undo_asked_by", sa.String(24), nullable=True),
        sa.Column("undo_finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"stage IN {STAGES}", name=op.f("ck_imports_known_stage")),
        sa.CheckConstraint(
            "content IS NULL OR stage = 'read'", name=op.f("ck_imports_file_until_written")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_imports_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_imports_public_id")),
    )
    op.create_index(op.f("ix_imports_paper_id"), "imports", ["paper_id"])
    op.create_index("ix_imports_header", "imports", ["paper_id", "header_key"])


def _make_rows() -> None:
    op.create_table(
        "import_rows",
        sa.Column("import_id", ROW_NUMBER, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(40), server_default="", nullable=False),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("possible_duplicate_of", sa.Integer(), nullable=True),
        sa.Column("standing_id", ROW_NUMBER, nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(10), server_default="waiting", nullable=False),
        sa.Column("why", sa.String(200), server_default="", nullable=False),
        sa.Column("endorsement_id", ROW_NUMBER, nullable=True),
        sa.Column("organisation_id", ROW_NUMBER, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('accepted', 'rejected', 'duplicate')",
            name=op.f("ck_import_rows_known_status"),
        ),
        sa.CheckConstraint(f"outcome IN {OUTCOMES}", name=op.f("ck_import_rows_known_outcome")),
        sa.CheckConstraint(
            "outcome <> 'waiting' OR status = 'accepted'",
            name=op.f("ck_import_rows_accepted_ones_wait"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_import_rows_import_id_imports"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["endorsements.id"],
                name=op.f(f"fk_import_rows_{column}_endorsements"),
                ondelete="SET NULL",
            )
            for column in ("standing_id", "endorsement_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "record", name=op.f("pk_import_rows")),
        sa.UniqueConstraint("endorsement_id", name=op.f("uq_import_rows_endorsement_id")),
    )
    op.create_index("ix_import_rows_outcome", "import_rows", ["import_id", "outcome", "record"])
    op.create_index(op.f("ix_import_rows_standing_id"), "import_rows", ["standing_id"])
