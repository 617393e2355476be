"""know mail that came back

A server may take a mail and find out later that it cannot deliver it. What its report says is kept
for the mail and for the mailbox, by its keyed hash. Down again, it is forgotten; mailboxes that are
gone stay suppressed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "returned_mails",
        sa.Column("ref", sa.String(24), nullable=False),
        sa.Column("address_key", sa.String(64), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_returned_mails")),
    )
    op.create_index(op.f("ix_returned_mails_address_key"), "returned_mails", ["address_key"])


def downgrade() -> None:
    op.drop_index(op.f("ix_returned_mails_address_key"), table_name="returned_mails")
    op.drop_table("returned_mails")
