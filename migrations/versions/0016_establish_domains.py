"""establish domains: a lead's check says which domain is an organisation's own, no form does

What leads have checked before is kept where the mailbox lies at the website: whole names are
compared here, and read more strictly by whoever asks.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

GRADES = "'none', 'checked', 'second', 'domain', 'contact', 'mailbox', 'freemail', 'disposable'"
BEFORE = {
    "known_evidence": f"evidence IN ({GRADES})",
    "only_the_strong_hide": "effect <> 'hidden' OR evidence IN ('domain', 'contact')",
}
AFTER = {
    "known_evidence": f"evidence IN ({GRADES}, 'established')",
    "only_the_strong_hide": "effect <> 'hidden' OR evidence IN ('established', 'contact', 'domain')",
}
CHECKED = sa.text(
    "SELECT endorsements.id, endorsements.website, contacts.email FROM endorsements "
    "JOIN contacts ON contacts.id = endorsements.contact_id "
    "WHERE endorsements.evidence = 'checked' AND endorsements.capacity = 'organisation'"
)
NOTE = sa.text("UPDATE endorsements SET checked_domain = :domain WHERE id = :id")


def upgrade() -> None:
    op.add_column(
        "endorsements",
        sa.Column("checked_domain", sa.String(length=253), server_default="", nullable=False),
    )
    for row in op.get_bind().execute(CHECKED).all():
        domain = _domain_of_both(row.email, row.website)
        if domain:
            op.get_bind().execute(NOTE, {"id": row.id, "domain": domain})
    _check(BEFORE, AFTER)


def downgrade() -> None:
    op.execute("UPDATE challenges SET evidence = 'domain' WHERE evidence = 'established'")
    _check(AFTER, BEFORE)
    with op.batch_alter_table("endorsements") as batch_op:
        batch_op.drop_column("checked_domain")


def _domain_of_both(email: str, website: str) -> str:
    """Return the domain of a mailbox in ASCII if it is the website's, or one lies under the other."""
    mailbox = _ascii(email.rpartition("@")[2])
    host = _ascii(website.partition("://")[2].partition("/")[0].partition(":")[0])
    host = host.removeprefix("www.")
    under = mailbox.endswith(f".{host}") or host.endswith(f".{mailbox}")
    return mailbox if mailbox and host and (mailbox == host or under) else ""


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode().lower()
    except UnicodeError:
        return ""


def _check(before: dict[str, str], after: dict[str, str]) -> None:
    with op.batch_alter_table("challenges") as batch_op:
        for name in before:
            batch_op.drop_constraint(op.f(f"ck_challenges_{name}"), type_="check")
        for name, rule in after.items():
            batch_op.create_check_constraint(op.f(f"ck_challenges_{name}"), rule)
