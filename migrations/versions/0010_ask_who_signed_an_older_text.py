"""ask who signed an older text: how a version differs, rounds of asking, and what was answered"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


OPEN = sa.text("closed_at IS NULL")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(name: str = "id") -> sa.Column[int]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, number, nullable=False)


def _refers(table: str, column: str, to: str, **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), **options
    )


def _make_rounds() -> None:
    op.create_table(
        "rounds",
        _key(),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        _key("paper_id"),
        _key("version_id"),
        sa.Column("asks_up_to", sa.Integer(), nullable=False),
        _moment("answer_by", nullable=False),
        sa.Column("no_answer", sa.String(length=12), nullable=False),
        _moment("opened_at", nullable=False),
        sa.Column("opened_by", sa.String(length=24), nullable=False),
        _moment("closed_at"),
        sa.CheckConstraint(
            "no_answer IN ('keep_older', 'withdraw')", name=op.f("ck_rounds_known_no_answer")
        ),
        sa.CheckConstraint("answer_by > opened_at", name=op.f("ck_rounds_time_to_answer")),
        _refers("rounds", "paper_id", "papers"),
        _refers("rounds", "version_id", "paper_versions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rounds_public_id")),
    )
    op.create_index(op.f("ix_rounds_paper_id"), "rounds", ["paper_id"])
    op.create_index(
        "uq_rounds_open",
        "rounds",
        ["paper_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _make_answers() -> None:
    op.create_table(
        "round_answers",
        _key(),
        _key("round_id"),
        _key("endorsement_id"),
        _key("before_version_id"),
        sa.Column("before_text_sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_key", sa.String(length=64), nullable=True),
        _moment("asked_at"),
        _moment("reminded_at"),
        sa.Column("answer", sa.String(length=8), nullable=True),
        _moment("answered_at"),
        _moment("removed_at"),
        sa.CheckConstraint(
            "answer IN ('keep', 'withdraw')", name=op.f("ck_round_answers_known_answer")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_round_answers_answered_sometime"),
        ),
        _refers("round_answers", "round_id", "rounds", ondelete="CASCADE"),
        _refers("round_answers", "endorsement_id", "endorsements", ondelete="CASCADE"),
        _refers("round_answers", "before_version_id", "paper_versions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_answers")),
        sa.UniqueConstraint(
            "round_id", "endorsement_id", name=op.f("uq_round_answers_round_id_endorsement_id")
        ),
    )
    op.create_index(op.f("ix_round_answers_endorsement_id"), "round_answers", ["endorsement_id"])


def upgrade() -> None:
    with op.batch_alter_table("paper_versions") as batch_op:
        batch_op.add_column(
            sa.Column("change", sa.String(length=12), server_default="editorial", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_paper_versions_known_change"),
            "change IN ('first', 'editorial', 'substantive')",
        )
    versions = sa.table("paper_versions", sa.column("number"), sa.column("change"))
    op.execute(versions.update().where(versions.c.number == 1).values(change="first"))
    _make_rounds()
    _make_answers()


def downgrade() -> None:
    op.drop_table("round_answers")
    op.drop_table("rounds")
    with op.batch_alter_table("paper_versions") as batch_op:
        batch_op.drop_constraint(op.f("ck_paper_versions_known_change"), type_="check")
        batch_op.drop_column("change")
