"""write to signatories

Mailings, their texts by language, and one row for each recipient with a state of its own, so that
a mailing that is broken off goes on where it was and is finished when no row is left.
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0051"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mailings",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("paper_id", ROW_ID, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(24), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True)),
        sa.Column("not_after", sa.DateTime(timezone=True)),
        sa.Column("began_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "state IN ('draft', 'scheduled', 'sending', 'paused', 'finished', 'stopped', 'missed')",
            name=op.f("ck_mailings_known_state"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR send_at IS NOT NULL", name=op.f("ck_mailings_planned")
        ),
        sa.CheckConstraint("not_after > send_at", name=op.f("ck_mailings_time_to_send")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_mailings_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mailings_public_id")),
    )
    op.create_index(op.f("ix_mailings_paper_id"), "mailings", ["paper_id"])
    op.create_index(op.f("ix_mailings_state"), "mailings", ["state"])
    op.create_table(
        "mailing_texts",
        sa.Column("mailing_id", ROW_ID, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["mailings.id"],
            name=op.f("fk_mailing_texts_mailing_id_mailings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mailing_id", "language", name=op.f("pk_mailing_texts")),
    )
    _recipients()


def _recipients() -> None:
    states = "'waiting', 'posted', 'sent', 'refused', 'suppressed', 'skipped'"
    op.create_table(
        "mailing_recipients",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("mailing_id", ROW_ID, nullable=False),
        sa.Column("endorsement_id", ROW_ID, nullable=False),
        sa.Column("address_key", sa.String(64)),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(24), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_mailing_recipients_known_state")),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["mailings.id"],
            name=op.f("fk_mailing_recipients_mailing_id_mailings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["endorsement_id"],
            ["endorsements.id"],
            name=op.f("fk_mailing_recipients_endorsement_id_endorsements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_recipients")),
        sa.UniqueConstraint(
            "mailing_id", "address_key", name=op.f("uq_mailing_recipients_mailing_id_address_key")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_mailing_recipients_ref")),
    )
    op.create_index(
        op.f("ix_mailing_recipients_endorsement_id"), "mailing_recipients", ["endorsement_id"]
    )
    op.create_index(
        "ix_mailing_recipients_mailing_id_state", "mailing_recipients", ["mailing_id", "state"]
    )


def downgrade() -> None:
    op.drop_table("mailing_recipients")
    op.drop_table("mailing_texts")
    op.drop_table("mailings")
