"""version sort keys and search words; keep the words of endorsements for the desk

Rows that are there get the version "", which no collator and no folding has, so that the job
`endorsements.renew` makes their keys and words anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LINE_INDEX = "ix_signatories_versions"
DESK_INDEX = "ix_endorsements_search_version"


def upgrade() -> None:
    with op.batch_alter_table("signatories") as batch_op:
        batch_op.add_column(_version("collator_version"))
        batch_op.add_column(_version("words_version"))
        batch_op.create_index(LINE_INDEX, ["collator_version", "words_version"], unique=False)
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.add_column(sa.Column("search", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(_version("search_version"))
        batch_op.create_index(DESK_INDEX, ["search_version"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.drop_index(DESK_INDEX)
        batch_op.drop_column("search_version")
        batch_op.drop_column("search")
    with op.batch_alter_table("signatories") as batch_op:
        batch_op.drop_index(LINE_INDEX)
        batch_op.drop_column("words_version")
        batch_op.drop_column("collator_version")


def _version(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=40), server_default="", nullable=False)
