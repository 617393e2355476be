"""Who leads a campaign: verbs that give a role, change it and take it away."""

from sqlalchemy import select

from signon.access import emails, links, policy, sessions
from signon.access.account.events import RoleChanged
from signon.access.models import ACCOUNTS, Account, CoHostGrant, Grant, new_public_id
from signon.access.queries import email_key, have_come, locked_account
from signon.access.roles import Role
from signon.audit import trail
from signon.events import tell
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.upsert import insert_for
from signon.kernel.words import N_
from signon.outbox.post import post
from signon.transaction import command


class NotALead(DomainError):
    """That account has no role in that campaign."""

    status = 404
    message = N_("This person has no role in this campaign.")


class HasCome(DomainError):
    """An invitation is not sent again to somebody who has followed it."""

    message = N_("This person has come already, and can sign in.")


@command
def invite(  # noqa: PLR0913 - each is one word of the sentence, and all are said by name
    email: str,
    campaign_id: int,
    role: Role,
    *,
    language: str,
    invited_by: str,
    campaign_title: str,
) -> str:
    """Give `email` a role in a campaign, tell them by mail, and return the address to open.

    Somebody new gets a link that sets a password: show it to nobody but the person at the
    machine. Whoever has a password gets the address of the desk; an invitation never resets one.
    Raises `AddressRefused` or `LastOwner`. `invited_by` is a public id or "system".
    """
    account = find_or_create(email, language)
    _grant(account, campaign_id, role)
    link = _mail_invitation(account, campaign_title, role)
    trail.record(
        "invite", account.public_id, actor=invited_by, campaign=campaign_id, role=role.value
    )
    tell(RoleChanged(account.public_id, campaign_id, role, invited_by))
    return link


@command
def invite_founder(email: str, *, language: str, invited_by: str) -> str:
    """Let `email` create campaigns at the desk, tell them by mail, and return the address to open.

    As for `invite`, that is a secret for somebody new. Raises `AddressRefused`.
    """
    account = find_or_create(email, language)
    account.may_create_campaigns = True
    is_new = account.password_hash is None
    link = links.new_password_link(links.INVITATION, account) if is_new else links.desk_url()
    post(emails.may_create(account, link, is_new=is_new), about=account.public_id)
    trail.record("let_create_campaigns", account.public_id, actor=invited_by)
    return link


@command
def revoke_founder(account_public_id: str, *, actor: str) -> None:
    """Let somebody create no campaigns any more; what they lead stays theirs. Raises `NotALead`."""
    account = locked_account(account_public_id)
    if account is None or not account.may_create_campaigns:
        raise NotALead
    account.may_create_campaigns = False
    if not _has_business(account) and account.password_hash is None:
        account.link_stamp = None
    trail.record("let_create_no_campaigns", account.public_id, actor=actor)


@command
def make_owner(account_public_id: str, campaign_id: int) -> None:
    """Give whoever has created a campaign its first role. Raises `NotALead` for no such account."""
    account = locked_account(account_public_id)
    if account is None:
        raise NotALead
    _grant(account, campaign_id, Role.OWNER)
    trail.record("own", account.public_id, actor=account.public_id, campaign=campaign_id)


@command
def change_role(
    account_public_id: str, campaign_id: int, role: Role, *, actor: str, campaign_title: str
) -> None:
    """Give somebody who has a role in a campaign another one, and tell them by mail.

    It counts from their next request on; nothing is mailed when they have that role already.
    Raises `NotALead` or `LastOwner`.
    """
    account, grant = _lead_in(account_public_id, campaign_id)
    if grant.role == role:
        return
    policy.require_another_owner(Role(grant.role), role, _owners(campaign_id))
    grant.role = role
    post(emails.new_role(account, campaign_title, role), about=account.public_id)
    trail.record(
        "change_role", account.public_id, actor=actor, campaign=campaign_id, role=role.value
    )
    tell(RoleChanged(account.public_id, campaign_id, role, actor))


@command
def invite_again(
    account_public_id: str, campaign_id: int, *, actor: str, campaign_title: str
) -> None:
    """Mail a new invitation to somebody who has not come yet; every older link is dead.

    Raises `NotALead`, or `HasCome` when they have signed in since they were invited.
    """
    account, grant = _lead_in(account_public_id, campaign_id)
    if have_come(campaign_id, [account]):
        raise HasCome
    _mail_invitation(account, campaign_title, Role(grant.role))
    trail.record("invite_again", account.public_id, actor=actor, campaign=campaign_id)


@command
def revoke(account_public_id: str, campaign_id: int, *, actor: str) -> None:
    """Take somebody's role in a campaign; they are out at once, on every device.

    An invitation that was not used dies with the last role that it was for.
    Raises `NotALead` or `LastOwner`.
    """
    account, grant = _lead_in(account_public_id, campaign_id)
    policy.require_another_owner(Role(grant.role), None, _owners(campaign_id))
    account.grants.remove(grant)
    if not _has_business(account) and account.password_hash is None:
        account.link_stamp = None
    sessions.end_all(account.id)
    trail.record("revoke", account.public_id, actor=actor, campaign=campaign_id)
    tell(RoleChanged(account.public_id, campaign_id, None, actor))


def _mail_invitation(account: Account, campaign_title: str, role: Role) -> str:
    """Mail the way in, and return it: a link that sets a password, or the desk's address."""
    if account.password_hash is not None:
        post(emails.new_role(account, campaign_title, role), about=account.public_id)
        return links.desk_url()
    link = links.new_password_link(links.INVITATION, account)
    post(emails.invitation(account, campaign_title, role, link), about=account.public_id)
    return link


def _has_business(account: Account) -> bool:
    """Tell whether an account still leads anywhere."""
    co_hosts = select(CoHostGrant.co_host_id).where(CoHostGrant.account_id == account.id)
    leads = bool(account.grants) or account.may_create_campaigns
    return leads or db.session.execute(co_hosts).first() is not None


def find_or_create(email: str, language: str) -> Account:
    """Return the account of an address, held, a new one if need be. Raises `AddressRefused`."""
    address = policy.cleaned_address(email)
    row = {
        "public_id": new_public_id(),
        "email": address,
        "email_key": email_key(address),
        "name": "",
        "language": language,
        "created_at": clock.now(),
    }
    new = insert_for(db.session(), ACCOUNTS).values(row)
    db.session.execute(new.on_conflict_do_nothing(index_elements=["email_key"]))
    found = select(Account).where(Account.email_key == row["email_key"]).with_for_update()
    return db.session.scalars(found).one()


def _grant(account: Account, campaign_id: int, role: Role) -> None:
    grant = _granted(account, campaign_id)
    if grant is None:
        db.session.add(Grant(account_id=account.id, campaign_id=campaign_id, role=role))
        return
    policy.require_another_owner(Role(grant.role), role, _owners(campaign_id))
    grant.role = role


def _granted(account: Account, campaign_id: int) -> Grant | None:
    return db.session.scalar(
        select(Grant).where(Grant.account_id == account.id, Grant.campaign_id == campaign_id)
    )


def _lead_in(account_public_id: str, campaign_id: int) -> tuple[Account, Grant]:
    account = locked_account(account_public_id)
    grant = _granted(account, campaign_id) if account else None
    if account is None or grant is None:
        raise NotALead
    return account, grant


def _owners(campaign_id: int) -> int:
    """Count the owners of a campaign and hold them: two who remove each other take turns."""
    owners = select(Grant.id).where(Grant.campaign_id == campaign_id, Grant.role == Role.OWNER)
    return len(db.session.scalars(owners.order_by(Grant.id).with_for_update()).all())
