"""share contacts by consent: with which co-hosts, by name, whoever signed shares who they are

A consent goes with its contact. Down again, all of them are gone, and no co-host sees anybody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "contact_shares",
        sa.Column("contact_id", sa.String(24), nullable=False),
        sa.Column("co_host_id", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("wording", sa.String(16), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_contact_shares_contact_id_contacts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["co_host_id"],
            ["co_hosts.id"],
            name=op.f("fk_contact_shares_co_host_id_co_hosts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contact_id", "co_host_id", name=op.f("pk_contact_shares")),
    )
    op.create_index(op.f("ix_contact_shares_co_host_id"), "contact_shares", ["co_host_id"])


def downgrade() -> None:
    op.drop_table("contact_shares")
