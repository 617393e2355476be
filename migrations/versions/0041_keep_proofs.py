"""keep proofs: the file that shows how somebody signed by e-mail, on paper or by phone

It goes with the contact. Down again, the files are gone; the entries stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("endorsement_id", _NUMBER, nullable=False),
        sa.Column("contact_id", sa.String(24), nullable=True),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('pdf', 'png', 'jpg', 'eml')", name=op.f("ck_proofs_known_proof")
        ),
        sa.ForeignKeyConstraint(
            ["endorsement_id"],
            ["endorsements.id"],
            name=op.f("fk_proofs_endorsement_id_endorsements"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_proofs_contact_id_contacts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
        sa.UniqueConstraint("endorsement_id", name=op.f("uq_proofs_endorsement_id")),
    )
    op.create_index(op.f("ix_proofs_contact_id"), "proofs", ["contact_id"])


def downgrade() -> None:
    op.drop_table("proofs")
