"""tell apart what looks alike: accounts by IDNA, spaces by the address, names by their looks

The key of an account was made by case folding, which writes "ss" for "ß": an invitation to somebody at `faß.de`
went to the account of the same name at `fass.de`, whose owner is another. Migration 0016 took a
domain for IDNA 2003, which does the same: what it noted of such a mailbox is taken back, and a lead
may check it again.

A link to a space keeps which of the addresses of like spelling it was mailed to. Those of before do
not say it, and are over: they would have lasted for an hour.

What a name looks like is kept beside it. The worker makes it for what is there, with the words by
which the desk finds it, which is why those are said to be old.
"""

from collections.abc import Callable
from unicodedata import normalize

import idna
import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ACCOUNTS = sa.table("accounts", sa.column("id"), sa.column("email"), sa.column("email_key"))
CHECKED = sa.text(
    "SELECT endorsements.id, endorsements.checked_domain, contacts.email FROM endorsements "
    "JOIN contacts ON contacts.id = endorsements.contact_id "
    "WHERE endorsements.checked_domain <> ''"
)
TAKE_BACK = sa.text("UPDATE endorsements SET checked_domain = '' WHERE id = :id")


def upgrade() -> None:
    op.add_column(
        "endorsements",
        sa.Column("look_key", sa.String(length=320), server_default="", nullable=False),
    )
    op.create_index("ix_endorsements_look_key", "endorsements", ["look_key"])
    op.execute("UPDATE endorsements SET search_version = '' WHERE capacity = 'organisation'")
    op.add_column(
        "space_links",
        sa.Column("mailbox_key", sa.String(length=64), server_default="", nullable=False),
    )
    _key(_by_idna)
    for row in op.get_bind().execute(CHECKED).all():
        domain = row.email.rpartition("@")[2]
        if row.checked_domain == _ascii_2003(domain) != _ascii(domain):
            op.get_bind().execute(TAKE_BACK, {"id": row.id})


def downgrade() -> None:
    _key(_by_folding)
    op.drop_index("ix_endorsements_look_key", "endorsements")
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.drop_column("look_key")
    with op.batch_alter_table("space_links") as batch_op:
        batch_op.drop_column("mailbox_key")


def _key(key_of: Callable[[str], str]) -> None:
    """Key the accounts beyond ASCII anew; who comes second to a key keeps the one they have."""
    rows = op.get_bind().execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.id)).all()
    taken = {row.email_key for row in rows}
    for row in rows:
        key = key_of(row.email)
        if not row.email.isascii() and key not in taken:
            taken.add(key)
            this = ACCOUNTS.update().where(ACCOUNTS.c.id == row.id)
            op.get_bind().execute(this.values(email_key=key))


def _by_idna(email: str) -> str:
    local, at, domain = normalize("NFKC", email).strip().rpartition("@")
    return f"{local.lower()}{at}{_ascii(domain)}"


def _by_folding(email: str) -> str:
    local, at, domain = normalize("NFKC", email).strip().casefold().rpartition("@")
    return f"{local}{at}{_ascii(domain)}"


def _ascii(domain: str) -> str:
    try:
        return idna.encode(domain.lower().rstrip("."), uts46=True).decode()
    except UnicodeError:
        return domain.lower()


def _ascii_2003(domain: str) -> str:
    try:
        return domain.encode("idna").decode().lower()
    except UnicodeError:
        return ""
