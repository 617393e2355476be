"""keep possible duplicates: pairs that the worker finds, so that no page compares names

What stands under papers is compared once by the worker, which sees that no rules are noted yet
(`compared_by`). Down again, the pairs are gone; what leads have said of them stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITS = sa.text("NOT is_apart")
_PAIRS, _COMPARE = "possible_duplicates", "organisations_to_compare"


def upgrade() -> None:
    op.create_table(
        _PAIRS,
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("paper_id", _NUMBER, nullable=False),
        sa.Column("low_id", _NUMBER, nullable=False),
        sa.Column("high_id", _NUMBER, nullable=False),
        sa.Column("low_name", sa.String(300), nullable=False),
        sa.Column("high_name", sa.String(300), nullable=False),
        sa.Column("domain", sa.String(253), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Double(), nullable=False),
        sa.Column("is_apart", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("low_id < high_id", name=op.f(f"ck_{_PAIRS}_each_pair_once")),
        sa.CheckConstraint(
            "low_name <> '' OR domain <> ''", name=op.f(f"ck_{_PAIRS}_for_a_reason")
        ),
        _of_paper(_PAIRS),
        *(_of_organisation(_PAIRS, column) for column in ("low_id", "high_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_PAIRS}")),
        sa.UniqueConstraint(
            "paper_id", "low_id", "high_id", name=op.f(f"uq_{_PAIRS}_paper_id_low_id_high_id")
        ),
    )
    for column in ("low_id", "high_id"):
        op.create_index(op.f(f"ix_{_PAIRS}_{column}"), _PAIRS, [column])
    waiting = ["paper_id", "since", "low_id", "high_id"]
    name = op.f(f"ix_{_PAIRS}_waiting")
    op.create_index(name, _PAIRS, waiting, sqlite_where=_WAITS, postgresql_where=_WAITS)
    _create_what_finds_them()


def _create_what_finds_them() -> None:
    op.create_table(
        _COMPARE,
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("paper_id", _NUMBER, nullable=False),
        sa.Column("organisation_id", _NUMBER, nullable=False),
        _of_paper(_COMPARE),
        _of_organisation(_COMPARE, "organisation_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_COMPARE}")),
    )
    op.create_index(op.f(f"ix_{_COMPARE}_paper_id"), _COMPARE, ["paper_id"])
    op.create_table(
        "organisation_handles",
        sa.Column("handle", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("handle", "organisation_id", name=op.f("pk_organisation_handles")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "compared_by",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(60), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_compared_by_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compared_by")),
    )


def downgrade() -> None:
    for table in ("compared_by", "organisation_handles", _COMPARE, _PAIRS):
        op.drop_table(table)


def _of_paper(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_paper_id_papers")
    return sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=name, ondelete="CASCADE")


def _of_organisation(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_organisations")
    return sa.ForeignKeyConstraint([column], ["organisations.id"], name=name)
