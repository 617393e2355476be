"""find signatories at the desk: their order, the first grade, leads' notes and chosen columns

The sort keys are made by the worker, as are the words by which the desk finds an entry: until then
those without one stand first. Of a grade that somebody has raised the first one is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TABLE = "endorsements"
BEFORE = {"ix_endorsements_desk": ("paper_id", "state", "submitted_at", "id")}
AFTER = {
    "ix_endorsements_desk": ("paper_id", "state", "submitted_at", "public_id"),
    "ix_endorsements_desk_name": ("paper_id", "sort_key", "public_id"),
    "ix_endorsements_desk_newest": ("paper_id", "submitted_at", "public_id"),
    "ix_endorsements_desk_state": ("paper_id", "state", "sort_key", "public_id"),
}


def upgrade() -> None:
    grade = sa.Column("first_evidence", sa.String(12), nullable=False, server_default="")
    op.add_column(TABLE, grade)
    nothing = sa.text("X''" if op.get_bind().dialect.name == "sqlite" else "''")
    key = sa.Column("sort_key", sa.LargeBinary, nullable=False, server_default=nothing)
    op.add_column(TABLE, key)
    op.execute(
        "UPDATE endorsements SET first_evidence = evidence"
        " WHERE evidence NOT IN ('none', 'checked', 'second')"
    )
    op.execute("UPDATE endorsements SET search_version = ''")
    _index(BEFORE, AFTER)
    _make_notes()
    _make_choices()


def downgrade() -> None:
    op.drop_table("desk_choices")
    op.drop_table("desk_notes")
    _index(AFTER, BEFORE)
    op.drop_column(TABLE, "sort_key")
    op.drop_column(TABLE, "first_evidence")


def _index(old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> None:
    for name in old:
        op.drop_index(op.f(name), table_name=TABLE)
    for name, columns in new.items():
        op.create_index(op.f(name), TABLE, list(columns))


def _make_notes() -> None:
    op.create_table(
        "desk_notes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True,
            nullable=False,
        ),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("contact_id", sa.String(24), nullable=False),
        sa.Column("author", sa.String(24), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"],
            name=op.f("fk_desk_notes_contact_id_contacts"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_notes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_desk_notes_public_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_desk_notes_subject"), "desk_notes", ["subject"])
    op.create_index(op.f("ix_desk_notes_contact_id"), "desk_notes", ["contact_id"])


def _make_choices() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "desk_choices",
        sa.Column("account_id", number, nullable=False),
        sa.Column("paper_id", number, nullable=False),
        sa.Column("sort", sa.String(12), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"],
            name=op.f("fk_desk_choices_account_id_accounts"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"],
            name=op.f("fk_desk_choices_paper_id_papers"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "paper_id", "sort", "name", name=op.f("pk_desk_choices")
        ),
    )  # fmt: skip
