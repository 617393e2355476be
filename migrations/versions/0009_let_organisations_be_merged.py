"""let organisations be merged: a record leads to the one that stays, and the way back is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_organisations_merged_into_id_organisations"
CHECK = "ck_organisations_merged_into_another"
INDEX = "ix_organisations_merged_into_id"


STANDING = sa.text("undone_at IS NULL")


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    size = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, size, nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _word(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=24), nullable=nullable)


def _create_merges() -> None:
    op.create_table(
        "organisation_merges",
        _number("id"),
        _word("public_id"),
        _number("kept_id"),
        _number("merged_id"),
        _moment("done_at"),
        _word("done_by"),
        _moment("undone_at", nullable=True),
        _word("undone_by", nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("left_alone", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_organisation_merges_of_two")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)",
            name=op.f("ck_organisation_merges_undone_by_somebody"),
        ),
        *_refer("organisation_merges", kept_id="organisations", merged_id="organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_merges")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_merges_public_id")),
    )
    op.create_index("ix_organisation_merges_kept_id", "organisation_merges", ["kept_id"])
    op.create_index("ix_organisation_merges_merged_id", "organisation_merges", ["merged_id"])
    op.create_index(
        "uq_organisation_merges_standing",
        "organisation_merges",
        ["merged_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _create_apart() -> None:
    place = ("campaign_id", "low_id", "high_id")
    op.create_table(
        "organisations_apart",
        _number("id"),
        _word("public_id"),
        *(_number(name) for name in place),
        _moment("said_at"),
        _word("said_by"),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_organisations_apart_each_pair_once")),
        *_refer("organisations_apart", "CASCADE", campaign_id="campaigns"),
        *_refer("organisations_apart", low_id="organisations", high_id="organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations_apart")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisations_apart_public_id")),
        sa.UniqueConstraint(*place, name=op.f("uq_organisations_apart_" + "_".join(place))),
    )
    op.create_index("ix_organisations_apart_low_id", "organisations_apart", ["low_id"])
    op.create_index("ix_organisations_apart_high_id", "organisations_apart", ["high_id"])


def _refer(table: str, ondelete: str | None = None, /, **to: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
        )
        for column, other in to.items()
    ]


def upgrade() -> None:
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(_number("merged_into_id", nullable=True))
        batch_op.create_foreign_key(FOREIGN_KEY, "organisations", ["merged_into_id"], ["id"])
        batch_op.create_check_constraint(op.f(CHECK), "merged_into_id <> id")
    op.create_index(INDEX, "organisations", ["merged_into_id"])
    _create_merges()
    _create_apart()


def downgrade() -> None:
    op.drop_table("organisations_apart")
    op.drop_table("organisation_merges")
    op.drop_index(INDEX, "organisations")
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.drop_constraint(FOREIGN_KEY, type_="foreignkey")
        batch_op.drop_column("merged_into_id")
