"""open a space for signatories"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN = sa.text("answer = 'open'")


def _number() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "space_links",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("stamp", sa.String(length=24), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_links")),
        sa.UniqueConstraint("stamp", name=op.f("uq_space_links_stamp")),
    )
    op.create_index(op.f("ix_space_links_address_key"), "space_links", ["address_key"])
    op.create_index(op.f("ix_space_links_ends_at"), "space_links", ["ends_at"])
    op.create_table(
        "offers",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("stamp", sa.String(length=24), nullable=False),
        sa.Column("sort", sa.String(length=12), nullable=False),
        sa.Column("endorsement_id", _number(), nullable=False),
        sa.Column("duplicate_id", _number(), nullable=True),
        sa.Column("contact_id", sa.String(length=24), nullable=True),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("holder_key", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=4), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "sort IN ('successor', 'colleague', 'second')", name=op.f("ck_offers_known_sort")
        ),
        sa.CheckConstraint("answer IN ('open', 'yes', 'no')", name=op.f("ck_offers_known_answer")),
        sa.ForeignKeyConstraint(
            ["endorsement_id"],
            ["endorsements.id"],
            name=op.f("fk_offers_endorsement_id_endorsements"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_id"],
            ["endorsements.id"],
            name=op.f("fk_offers_duplicate_id_endorsements"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_offers_contact_id_contacts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("stamp", name=op.f("uq_offers_stamp")),
    )
    op.create_index(op.f("ix_offers_contact_id"), "offers", ["contact_id"])
    op.create_index(op.f("ix_offers_duplicate_id"), "offers", ["duplicate_id"])
    op.create_index(
        "uq_offers_one_open",
        "offers",
        ["endorsement_id", "sort"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("offers")
    op.drop_table("space_links")
