"""take challenges: an organisation says that a signature in its name is wrong"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "challenges"
GRADES = "'none', 'checked', 'second', 'domain', 'contact', 'mailbox', 'freemail', 'disposable'"
STATES = "'submitted', 'confirmed', 'published', 'rejected', 'withdrawn', 'disowned', 'expired'"
CHECKS = {
    "known_state": f"state IN ({STATES})",
    "known_evidence": f"evidence IN ({GRADES})",
    "known_effect": "effect IN ('none', 'contested', 'hidden')",
    "known_outcome": "outcome IN ('goes', 'stays', 'gone')",
    "only_the_strong_hide": "effect <> 'hidden' OR evidence IN ('domain', 'contact')",
    "nothing_before_its_confirmation": "state <> 'submitted' OR (effect = 'none' AND outcome IS NULL)",
}
LIVE = sa.text("state IN ('submitted', 'confirmed', 'published')")
WAITING = sa.text("state = 'submitted'")


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _word(name: str, length: int, *, nullable: bool = False, default: str | None = None):  # type: ignore[no-untyped-def]
    return sa.Column(name, sa.String(length=length), server_default=default, nullable=nullable)


def _moment(name: str, *, nullable: bool = True):  # type: ignore[no-untyped-def]
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _shared() -> list[sa.Column]:
    """Return what every table of the shared path has."""
    return [
        _key("id"),
        _word("public_id", 24),
        _word("state", 16),
        _word("language", 16),
        _word("contact_id", 24, nullable=True),
        _word("address_key", 64, nullable=True),
        _word("link_stamp", 24),
        _word("code_hash", 64, nullable=True),
        _moment("submitted_at", nullable=False),
        _moment("confirmed_at"),
        _moment("published_at"),
        _moment("decided_at"),
        _word("decided_by", 24, nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        _moment("withdrawn_at"),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("reminders", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
    ]


def _own() -> list[sa.Column]:
    return [
        _key("endorsement_id"),
        _key("paper_id"),
        sa.Column("explanation", sa.Text(), nullable=False),
        _word("authority_wording", 16),
        _word("evidence", 12, default="none"),
        _word("effect", 12, default="none"),
        _word("outcome", 8, nullable=True),
        _word("entry_state", 16, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
    ]


def upgrade() -> None:
    op.create_table(
        TABLE,
        *_shared(),
        *_own(),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}"))
            for name, rule in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_challenges_contact_id_contacts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["endorsement_id"],
            ["endorsements.id"],
            name=op.f("fk_challenges_endorsement_id_endorsements"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_challenges_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_challenges_code_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_challenges_public_id")),
    )
    for column in ("address_key", "contact_id", "endorsement_id"):
        op.create_index(op.f(f"ix_challenges_{column}"), TABLE, [column])
    op.create_index("ix_challenges_desk", TABLE, ["paper_id", "state", "outcome"])
    place = ["endorsement_id", "address_key"]
    live = {"unique": True, "sqlite_where": LIVE, "postgresql_where": LIVE}
    op.create_index("uq_challenges_live_address", TABLE, place, **live)
    waiting = {"sqlite_where": WAITING, "postgresql_where": WAITING}
    op.create_index("ix_challenges_unconfirmed", TABLE, ["submitted_at"], **waiting)


def downgrade() -> None:
    op.drop_table(TABLE)
