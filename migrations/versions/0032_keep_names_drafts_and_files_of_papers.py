"""keep names, drafts and files of papers: old addresses, unsaved texts, preview links, attachments

Down again, older names of papers lead nowhere, and what was not saved or attached is gone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "paper_slugs",
        sa.Column("slug", sa.String(80), primary_key=True),
        sa.Column("paper_id", ROW, sa.ForeignKey("papers.id"), nullable=False, index=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute(
        "INSERT INTO paper_slugs (slug, paper_id, created_at) "
        "SELECT slug, id, created_at FROM papers"
    )
    op.create_table(
        "preview_links",
        *_of_paper(),
        sa.Column("key_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("made_by", sa.String(24), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "unsaved_texts",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("paper_id", ROW, sa.ForeignKey("papers.id"), nullable=False, index=True),
        sa.Column("lead", sa.String(24), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in WRITTEN),
        sa.Column("based_on", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.UniqueConstraint("lead", "paper_id", "language"),
    )
    op.create_table(
        "attachment_files",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "attachments",
        *_of_paper(),
        sa.Column(
            "sha256",
            sa.String(64),
            sa.ForeignKey("attachment_files.sha256"),
            nullable=False,
            index=True,
        ),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(24), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("paper_id", "sha256"),
    )


WRITTEN = ("title", "addressee", "summary", "markdown")


def _of_paper() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", ROW, primary_key=True),
        sa.Column("public_id", sa.String(24), nullable=False, unique=True),
        sa.Column("paper_id", ROW, sa.ForeignKey("papers.id"), nullable=False, index=True),
    )


def downgrade() -> None:
    for table in ("attachments", "attachment_files", "unsaved_texts", "preview_links"):
        op.drop_table(table)
    op.drop_table("paper_slugs")
