"""keep how leads added an entry, what they corrected, what gave way to what, and networks' lists

Down again, the lists and the contacts of who sent them are gone; the entries stay.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0035"
branch_labels = None
depends_on = None

OPEN = sa.text("undone_at IS NULL")
LISTS, MEMBERS = "network_lists", "network_members"
STATES = "'submitted', 'confirmed', 'published', 'rejected', 'withdrawn', 'disowned', 'expired'"
LIVE = sa.text("state IN ('submitted', 'confirmed', 'published')")
WAITING = sa.text("state = 'submitted'")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create(
        "additions",
        _entry("additions", "endorsement_id"),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("taken_by", sa.String(120), nullable=False),
        sa.Column("added_by", sa.String(24), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("endorsement_id", name=op.f("uq_additions_endorsement_id")),
        _one_of("additions", "channel", "email", "paper", "phone"),
    )
    _create(
        "lead_corrections",
        sa.Column("stamp", sa.String(24), nullable=False),
        _entry("lead_corrections", "endorsement_id"),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        *_made(),
        sa.Column("answer", sa.String(8), server_default="open", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("stamp", name=op.f("uq_lead_corrections_stamp")),
        _one_of("lead_corrections", "answer", "open", "right", "undone"),
    )
    _index("lead_corrections", "endorsement_id")
    _create(
        "pairings",
        _entry("pairings", "standing_id"),
        _entry("pairings", "other_id"),
        sa.Column("sort", sa.String(8), nullable=False),
        sa.Column("was_listed", sa.Boolean(), nullable=False),
        *_made(),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        _one_of("pairings", "sort", "replaced", "second"),
    )
    _index("pairings", "standing_id")
    op.create_index(
        "uq_pairings_open",
        "pairings",
        ["other_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    _make_lists()
    _make_members()


def downgrade() -> None:
    _drop_lists()
    for table in ("pairings", "lead_corrections", "additions"):
        op.drop_table(table)


def _create(table: str, *parts: Any) -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        table,
        sa.Column("id", key, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _entry(table: str, column: str) -> sa.Column[Any]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    name = op.f(f"fk_{table}_{column}_endorsements")
    entries = sa.ForeignKey("endorsements.id", name=name, ondelete="CASCADE")
    return sa.Column(column, number, entries, nullable=False)


def _made() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("made_by", sa.String(24), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_known_{column}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _make_lists() -> None:
    op.create_table(
        LISTS,
        *_shared(),
        sa.Column("paper_id", NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(200), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("authority_wording", sa.String(16), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f(f"ck_{LISTS}_known_state")),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f(f"fk_{LISTS}_contact_id_contacts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f(f"fk_{LISTS}_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LISTS}")),
        sa.UniqueConstraint("code_hash", name=op.f(f"uq_{LISTS}_code_hash")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{LISTS}_public_id")),
    )
    for column in ("address_key", "contact_id"):
        op.create_index(op.f(f"ix_{LISTS}_{column}"), LISTS, [column])
    place = ["paper_id", "address_key", "digest"]
    live = {"unique": True, "sqlite_where": LIVE, "postgresql_where": LIVE}
    op.create_index(f"uq_{LISTS}_live_address", LISTS, place, **live)
    waiting = {"sqlite_where": WAITING, "postgresql_where": WAITING}
    op.create_index(f"ix_{LISTS}_unconfirmed", LISTS, ["submitted_at"], **waiting)


def _drop_lists() -> None:
    op.execute(
        "CREATE TEMPORARY TABLE senders AS"
        " SELECT contact_id FROM network_lists WHERE contact_id IS NOT NULL"
    )
    op.drop_table(MEMBERS)
    op.drop_table(LISTS)
    op.execute("DELETE FROM contacts WHERE id IN (SELECT contact_id FROM senders)")
    op.execute("DROP TABLE senders")


def _make_members() -> None:
    op.create_table(
        MEMBERS,
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("list_id", NUMBER, nullable=False),
        sa.Column("endorsement_id", NUMBER, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"],
            [f"{LISTS}.id"],
            name=op.f(f"fk_{MEMBERS}_list_id_{LISTS}"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["endorsement_id"],
            ["endorsements.id"],
            name=op.f(f"fk_{MEMBERS}_endorsement_id_endorsements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{MEMBERS}")),
        sa.UniqueConstraint("endorsement_id", name=op.f(f"uq_{MEMBERS}_endorsement_id")),
    )
    op.create_index(op.f(f"ix_{MEMBERS}_list_id"), MEMBERS, ["list_id"])


def _shared() -> tuple[sa.Column, ...]:
    """Return what every table of the shared path has."""
    return (
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("contact_id", sa.String(24), nullable=True),
        sa.Column("address_key", sa.String(64), nullable=True),
        sa.Column("link_stamp", sa.String(24), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        *(_moment(name) for name in ("confirmed_at", "published_at", "decided_at")),
        sa.Column("decided_by", sa.String(24), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        _moment("withdrawn_at"),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("reminders", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
    )


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)
