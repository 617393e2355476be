"""hold what an endorsement is worth: evidence, doubt, deadlines, and how it ends"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GRADES = "'none', 'checked', 'second', 'domain', 'contact', 'mailbox', 'freemail', 'disposable'"
PUBLISH = "checked second domain contact mailbox freemail"
CHECKS = {
    "papers": {
        "known_contested_shown": "contested_shown IN ('hidden', 'marked')",
        "soft_before_hard": "soft_closes_at IS NULL OR closes_at IS NULL "
        "OR soft_closes_at <= closes_at",
    },
    "endorsements": {
        "known_evidence": f"evidence IN ({GRADES})",
        "only_persons_hide": "capacity = 'individual' OR NOT hides_name",
    },
}


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _word(name: str, length: int, default: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=default, nullable=False)


def _moment(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _columns() -> dict[str, list[sa.Column]]:
    return {
        "papers": [
            _word("publish_grades", 80, PUBLISH),
            _word("contested_shown", 8, "hidden"),
            _moment("soft_closes_at"),
            _flag("late_desk"),
        ],
        "endorsements": [
            _moment("withdrawn_at"),
            sa.Column("withdrawal_reason", sa.Text(), nullable=True),
            _word("evidence", 12, "none"),
            _moment("contested_at"),
            _flag("is_late"),
            _moment("decides_on"),
            _flag("hides_name"),
        ],
        "signatories": [_flag("is_late"), _flag("is_contested")],
    }


def upgrade() -> None:
    for table, columns in _columns().items():
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.add_column(column)
            for name, rule in CHECKS.get(table, {}).items():
                batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)
    # What was confirmed before has at least its mailbox for evidence.
    endorsements = sa.table("endorsements", sa.column("evidence"), sa.column("confirmed_at"))
    proven = endorsements.c.confirmed_at.is_not(None)
    op.execute(endorsements.update().where(proven).values(evidence="mailbox"))


def downgrade() -> None:
    for table, columns in _columns().items():
        with op.batch_alter_table(table) as batch_op:
            for name in CHECKS.get(table, {}):
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            for column in columns:
                batch_op.drop_column(column.name)
