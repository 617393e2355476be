"""follow translations by block; keep what is typed before a paper exists; share unsaved texts

A translation that stands beside its original in one version is taken as it was: up to date. One
that was left behind is based on the original of its own version.

Down again, which blocks are behind is known no more, and what began no paper yet is gone.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ABOVE = ("title", "addressee", "summary")
SAID = (*ABOVE, "markdown", "blocks", "sha256")


def upgrade() -> None:
    sources, blocks = _make_sources(), _make_blocks()
    _note_what_is_there(op.get_bind(), sources, blocks)
    with op.batch_alter_table("unsaved_texts") as table:
        table.alter_column("paper_id", existing_type=ROW, nullable=True)
        table.add_column(sa.Column("campaign_id", ROW, nullable=True))
        table.add_column(sa.Column("slug", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("blocks", sa.JSON(), nullable=False, server_default="[]"))
        table.create_foreign_key(op.f(OF_CAMPAIGN), "campaigns", ["campaign_id"], ["id"])
        table.create_unique_constraint(op.f(ONE_A_CAMPAIGN), ["lead", "campaign_id"])
        table.create_check_constraint(
            op.f(ONE_PLACE), "(paper_id IS NULL) <> (campaign_id IS NULL)"
        )
        table.create_index(op.f(INDEX), ["campaign_id"])
    language = sa.Column("language", sa.String(16), nullable=False, server_default="")
    op.add_column("preview_links", language)


def downgrade() -> None:
    op.drop_column("preview_links", "language")
    op.execute("DELETE FROM unsaved_texts WHERE paper_id IS NULL")
    with op.batch_alter_table("unsaved_texts") as table:
        table.drop_index(op.f(INDEX))
        table.drop_constraint(op.f(ONE_PLACE), type_="check")
        table.drop_constraint(op.f(ONE_A_CAMPAIGN), type_="unique")
        table.drop_constraint(op.f(OF_CAMPAIGN), type_="foreignkey")
        for name in ("blocks", "slug", "campaign_id"):
            table.drop_column(name)
        table.alter_column("paper_id", existing_type=ROW, nullable=False)
    op.drop_table("translated_blocks")
    op.drop_table("translation_sources")


OF_CAMPAIGN = "fk_unsaved_texts_campaign_id_campaigns"
ONE_A_CAMPAIGN = "uq_unsaved_texts_lead_campaign_id"
ONE_PLACE = "ck_unsaved_texts_of_a_paper_or_of_none_yet"
INDEX = "ix_unsaved_texts_campaign_id"


def _make_sources() -> sa.Table:
    return op.create_table(
        "translation_sources",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("paper_id", ROW, sa.ForeignKey("papers.id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("last_version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*ABOVE, "markdown")),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.UniqueConstraint("paper_id", "sha256"),
    )


def _make_blocks() -> sa.Table:
    of = sa.ForeignKey("translation_sources.id")
    return op.create_table(
        "translated_blocks",
        sa.Column("paper_id", ROW, sa.ForeignKey("papers.id"), primary_key=True),
        sa.Column("language", sa.String(16), primary_key=True),
        sa.Column("block_key", sa.String(16), primary_key=True),
        sa.Column("source_id", ROW, of, nullable=False, index=True),
    )


VERSIONS = sa.table(
    "paper_versions",
    *(sa.column(name) for name in ("id", "paper_id", "number", "authoritative_language")),
)
TEXTS = sa.table(
    "paper_texts",
    *(sa.column(name) for name in ("version_id", "language", *ABOVE, "markdown", "sha256")),
    sa.column("blocks", sa.JSON()),
)


def _note_what_is_there(bind: Any, sources: sa.Table, blocks: sa.Table) -> None:
    """Note on which original the newest text of each language is based, block by block."""
    known: dict[tuple[int, str], int] = {}
    for row in _newest(bind):
        original = _original_of(bind, row)
        place = (row.paper_id, original.sha256)
        if place not in known:
            said = {name: getattr(original, name) for name in SAID}
            said |= {"paper_id": row.paper_id, "last_version": row.number}
            known[place] = bind.execute(sources.insert().values(said)).inserted_primary_key[0]
        keys = [name for name in ABOVE if getattr(row, name)]
        keys += [key for key in row.blocks or () if key]
        of = {"paper_id": row.paper_id, "language": row.language, "source_id": known[place]}
        rows = [{**of, "block_key": key} for key in dict.fromkeys(keys)]
        if rows:
            bind.execute(blocks.insert(), rows)


def _texts() -> Any:
    return sa.select(VERSIONS, TEXTS).join(TEXTS, TEXTS.c.version_id == VERSIONS.c.id)


def _newest(bind: Any) -> list[Any]:
    """Return the newest text of each translation of each paper."""
    found = bind.execute(_texts().order_by(VERSIONS.c.paper_id, VERSIONS.c.number))
    newest = {(row.paper_id, row.language): row for row in found}
    return [row for row in newest.values() if row.language != row.authoritative_language]


def _original_of(bind: Any, row: Any) -> Any:
    original = TEXTS.c.language == VERSIONS.c.authoritative_language
    return bind.execute(_texts().where(VERSIONS.c.id == row.id, original)).one()
