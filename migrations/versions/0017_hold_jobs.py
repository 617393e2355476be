"""hold jobs: after a backup was restored, its mails wait until somebody lets them go"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CHECK = "ck_jobs_state"
BEFORE = "state IN ('waiting', 'done', 'dead')"
AFTER = "state IN ('waiting', 'held', 'done', 'dead')"


def _allow(states: str) -> None:
    with op.batch_alter_table("jobs") as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.create_check_constraint(op.f(CHECK), states)


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    # A house that knows no hold must not send them; a dead job can be revived by a person.
    op.execute(
        "UPDATE jobs SET state = 'dead', last_error = 'held', finished_at = CURRENT_TIMESTAMP "
        "WHERE state = 'held'"
    )
    _allow(BEFORE)
