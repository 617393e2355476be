"""Verbs that let somebody in for a co-host, and out again."""

from sqlalchemy import delete, select

from signon.access import emails, links, sessions
from signon.access.grants import NotALead, find_or_create
from signon.access.models import Account, CoHostGrant, Grant
from signon.access.queries import locked_account
from signon.audit import trail
from signon.extensions import db
from signon.outbox.post import post
from signon.transaction import command


@command
def invite(
    email: str, co_host_id: int, *, language: str, invited_by: str, of: tuple[str, str]
) -> None:
    """Let `email` see the room of a co-host, and tell them by mail.

    `of` is the title of the campaign and the name of the co-host. Raises `AddressRefused`.
    """
    account = find_or_create(email, language)
    is_new = account.password_hash is None
    if db.session.get(CoHostGrant, (account.id, co_host_id)) is None:
        db.session.add(CoHostGrant(account_id=account.id, co_host_id=co_host_id))
    link = links.new_password_link(links.INVITATION, account) if is_new else links.desk_url()
    post(emails.co_host(account, of, link, is_new=is_new), about=account.public_id)
    trail.record("invite_for_co_host", account.public_id, actor=invited_by, co_host=co_host_id)


@command
def revoke(account_public_id: str, co_host_id: int, *, actor: str) -> None:
    """Let somebody see the room of a co-host no more; they are out at once, on every device.

    Raises `NotALead`.
    """
    account = locked_account(account_public_id)
    if account is None or not _take(account.id, co_host_id):
        raise NotALead
    _see_out(account)
    trail.record("revoke_for_co_host", account.public_id, actor=actor, co_host=co_host_id)


@command
def revoke_all(co_host_id: int, *, actor: str) -> None:
    """Let nobody see the room of a co-host any more."""
    own = select(CoHostGrant.account_id).where(CoHostGrant.co_host_id == co_host_id)
    known = select(Account.public_id).where(Account.id.in_(own)).order_by(Account.id)
    for public_id in db.session.scalars(known).all():
        revoke(public_id, co_host_id, actor=actor)


def _take(account_id: int, co_host_id: int) -> bool:
    own = CoHostGrant.account_id == account_id, CoHostGrant.co_host_id == co_host_id
    taken = db.session.execute(delete(CoHostGrant).where(*own).returning(CoHostGrant.co_host_id))
    return taken.first() is not None


def _see_out(account: Account) -> None:
    """Sign an account out, and let an invitation die that leads nowhere any more."""
    of_theirs = (
        select(Grant.id).where(Grant.account_id == account.id),
        select(CoHostGrant.co_host_id).where(CoHostGrant.account_id == account.id),
    )
    leads = any(db.session.execute(one).first() for one in of_theirs)
    if not leads and not account.may_create_campaigns and account.password_hash is None:
        account.link_stamp = None
    sessions.end_all(account.id)
