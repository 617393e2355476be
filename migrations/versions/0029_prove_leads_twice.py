"""prove leads twice: second steps, recovery codes, and sessions that can be told apart

Also which campaigns ask for a second step, and who may found a campaign at the desk. A session of
before gets a name of its own; what device it is on, nobody noted. Down again, every second step is
gone: its owners then sign in with their passwords alone.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _make_second_steps()
    op.create_table(
        "second_step_rules",
        sa.Column("campaign_id", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_second_step_rules_campaign_id_campaigns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_second_step_rules")),
    )
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.add_column(
            sa.Column(
                "may_create_campaigns", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
    _name_sessions()


def downgrade() -> None:
    with op.batch_alter_table("account_sessions") as batch_op:
        batch_op.drop_constraint(op.f("uq_account_sessions_public_id"), type_="unique")
        batch_op.drop_column("device")
        batch_op.drop_column("public_id")
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.drop_column("may_create_campaigns")
    op.drop_table("second_step_rules")
    op.drop_table("recovery_codes")
    op.drop_table("second_steps")


def _make_second_steps() -> None:
    op.create_table(
        "second_steps",
        sa.Column("account_id", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("secret", sa.String(200), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_second_steps_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_steps")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("account_id", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_recovery_codes_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_account_id"), "recovery_codes", ["account_id"])


def _name_sessions() -> None:
    with op.batch_alter_table("account_sessions") as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(24), nullable=True))
        batch_op.add_column(sa.Column("device", sa.String(40), nullable=False, server_default=""))
    sessions = sa.table("account_sessions", sa.column("id"), sa.column("public_id"))
    known = op.get_bind().execute(sa.select(sessions.c.id)).scalars().all()
    for number in known:
        this = sessions.update().where(sessions.c.id == number)
        op.execute(this.values(public_id=secrets.token_urlsafe(16)))
    with op.batch_alter_table("account_sessions") as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(24), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_account_sessions_public_id"), ["public_id"])
