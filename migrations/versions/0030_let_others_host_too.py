"""let others host too: co-hosts with a link and people of their own, and a campaign's time zone

An endorsement knows by whose link it came. Down again, that credit is gone; the endorsements stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "co_hosts",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("campaign_id", _NUMBER, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_co_hosts_campaign_id_campaigns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_hosts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_co_hosts_public_id")),
        sa.UniqueConstraint("code", name=op.f("uq_co_hosts_code")),
    )
    op.create_index(op.f("ix_co_hosts_campaign_id"), "co_hosts", ["campaign_id"])
    _make_grants()
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.add_column(sa.Column("co_host_id", _NUMBER, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_endorsements_co_host_id_co_hosts"),
            "co_hosts",
            ["co_host_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_index(op.f("ix_endorsements_co_host_id"), ["co_host_id"])
    with op.batch_alter_table("campaigns") as batch_op:
        batch_op.add_column(
            sa.Column("time_zone", sa.String(64), nullable=False, server_default="UTC")
        )


def downgrade() -> None:
    with op.batch_alter_table("campaigns") as batch_op:
        batch_op.drop_column("time_zone")
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.drop_index(op.f("ix_endorsements_co_host_id"))
        batch_op.drop_constraint(op.f("fk_endorsements_co_host_id_co_hosts"), type_="foreignkey")
        batch_op.drop_column("co_host_id")
    op.drop_table("co_host_grants")
    op.drop_table("co_hosts")


def _make_grants() -> None:
    op.create_table(
        "co_host_grants",
        sa.Column("account_id", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("co_host_id", _NUMBER, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_co_host_grants_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["co_host_id"],
            ["co_hosts.id"],
            name=op.f("fk_co_host_grants_co_host_id_co_hosts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "co_host_id", name=op.f("pk_co_host_grants")),
    )
    op.create_index(op.f("ix_co_host_grants_co_host_id"), "co_host_grants", ["co_host_id"])
