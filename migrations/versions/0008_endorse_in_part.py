"""endorse in part or with a reservation, and count who does so beside the list

The priorities of each version that is there are read from the contents of its original; who stands
on a list already stands there for the whole paper.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

IN_PART = sa.text("priorities <> ''")
SHORT = "short_reservation"
LONGEST = "length(reservation) <= 600"
NAMED = ("endorsements", "signatories")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("papers") as batch_op:
        batch_op.add_column(_flag("allows_parts"))
        batch_op.add_column(_flag("allows_reservations"))
    with op.batch_alter_table("paper_versions") as batch_op:
        batch_op.add_column(_text("priorities"))
    for table in NAMED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(_text("priorities"))
            batch_op.add_column(_text("reservation"))
            batch_op.create_check_constraint(op.f(f"ck_{table}_{SHORT}"), LONGEST)
    op.create_index(
        "ix_signatories_in_part",
        "signatories",
        ["paper_id", "capacity", "version", "sort_key", "public_id"],
        sqlite_where=IN_PART,
        postgresql_where=IN_PART,
    )
    op.create_table(
        "part_tallies",
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("capacity", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("aspect", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_part_tallies_never_negative")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_part_tallies_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint(
            "paper_id", "capacity", "version", "aspect", name=op.f("pk_part_tallies")
        ),
    )
    _count_who_is_there()
    _number_what_is_there()


def downgrade() -> None:
    op.drop_table("part_tallies")
    op.drop_index("ix_signatories_in_part", table_name="signatories")
    for table in reversed(NAMED):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_{SHORT}"), type_="check")
            batch_op.drop_column("reservation")
            batch_op.drop_column("priorities")
    with op.batch_alter_table("paper_versions") as batch_op:
        batch_op.drop_column("priorities")
    with op.batch_alter_table("papers") as batch_op:
        batch_op.drop_column("allows_reservations")
        batch_op.drop_column("allows_parts")


def _count_who_is_there() -> None:
    op.execute(
        "INSERT INTO part_tallies (paper_id, capacity, version, aspect, number) "
        "SELECT paper_id, capacity, version, 'whole', count(*) FROM signatories "
        "GROUP BY paper_id, capacity, version"
    )


def _number_what_is_there() -> None:
    connection = op.get_bind()
    originals = connection.execute(
        sa.text(
            "SELECT v.id, t.contents FROM paper_versions v JOIN paper_texts t "
            "ON t.version_id = v.id AND t.language = v.authoritative_language"
        )
    ).all()
    for version_id, contents in originals:
        headings = json.loads(contents) if isinstance(contents, str) else contents
        numbers = {heading["number"] for heading in headings if heading["number"]}
        connection.execute(
            sa.text("UPDATE paper_versions SET priorities = :written WHERE id = :id"),
            {"written": _written(numbers), "id": version_id},
        )


def _written(numbers: set[int]) -> str:
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ",".join("-".join(map(str, run)) for run in runs)
