"""What leads do with their accounts, and what is done about them."""

from dataclasses import dataclass, field

from sqlalchemy import select

from signon.access import emails, links, passwords, policy, sessions
from signon.access.models import ACCOUNTS, Account, Grant, new_public_id
from signon.access.queries import Credentials, account_by_public_id, credentials, email_key
from signon.access.roles import Role
from signon.access.sessions import SignedIn
from signon.access.throttle import TooMany, throttle
from signon.audit import trail
from signon.extensions import db
from signon.jobs.queue import enqueue
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.upsert import insert_for
from signon.kernel.words import N_
from signon.outbox.post import post
from signon.transaction import command

SEND_PASSWORD_LINK = "access.password_link"  # noqa: S105 - the name of a kind of work

UNKNOWN = "unknown"

NETWORK_RULE = "30/10 minutes"
GUESS_RULE = "20/hour"
DEVICE_RULE = "10/hour"
RESET_RULE = "5/hour"
SOON = 10


class SignInRefused(DomainError):
    """The one answer to every sign-in that fails, whatever was wrong."""

    status = 422
    message = N_(
        "You could not be signed in. Please check your e-mail address and your password. After "
        "several attempts, wait an hour or choose a new password."
    )


class NotALead(DomainError):
    """That account has no role in that campaign."""

    status = 404
    message = N_("This person has no role in this campaign.")


@dataclass(frozen=True)
class Admission:
    """What a browser is given when somebody signs in."""

    secret: str = field(repr=False)
    device: str = field(repr=False)


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
    account = _find_or_create(email, language)
    _grant(account, campaign_id, role)
    if account.password_hash is None:
        link = links.new_password_link(links.INVITATION, account)
        post(emails.invitation(account, campaign_title, role, link), about=account.public_id)
    else:
        link = links.desk_url()
        post(emails.new_role(account, campaign_title, role), about=account.public_id)
    trail.record(
        "invite", account.public_id, actor=invited_by, campaign=campaign_id, role=role.value
    )
    return link


@command
def revoke(account_public_id: str, campaign_id: int, *, actor: str) -> None:
    """Take somebody's role in a campaign; they are out at once, on every device.

    An invitation that was not used dies with the last role that it was for.
    Raises `NotALead` or `LastOwner`.
    """
    account = account_by_public_id(account_public_id)
    grant = _granted(account, campaign_id) if account else None
    if account is None or grant is None:
        raise NotALead
    policy.require_another_owner(Role(grant.role), None, _owners(campaign_id))
    account.grants.remove(grant)
    if not account.grants and account.password_hash is None:
        account.link_stamp = None
    sessions.end_all(account.id)
    trail.record("revoke", account.public_id, actor=actor, campaign=campaign_id)


def sign_in(email: str, password: str, network: str, device: str = "") -> Admission:
    """Check a sign-in; return what to give the browser.

    No transaction is open while the password is checked, which takes a fifth of a second.
    Raises `TooMany` for a network that tries too often and else always the same `SignInRefused`,
    after the same work: for a wrong password, an unknown address, an account out of guesses.
    """
    _require_patience("sign-in", network)
    account = credentials(email)
    db.session.rollback()
    may_guess = _may_guess(email, account, device)
    is_right = passwords.matches(account.password_hash if account and may_guess else None, password)
    if account is None or not is_right:
        _note_refusal(account.public_id if account else UNKNOWN, may_guess)
        raise SignInRefused
    outdated = passwords.is_outdated(account.password_hash or "")
    return _admit(account, passwords.hashed(password) if outdated else None)


@command
def sign_out(lead: SignedIn) -> None:
    """End the session that `lead` is signed in with."""
    sessions.end(lead.session_id)
    trail.record("sign_out", lead.public_id, actor=lead.public_id)


def ask_reset(email: str, network: str) -> None:
    """Have a link for a new password mailed to an account, if there is one; say nothing either way.

    The link is made later, by the worker: here a known address costs no more than an unknown one.
    Raises `TooMany` for a network that asks too often.
    """
    _require_patience("reset", network)
    if throttle("reset-account", RESET_RULE, key=email_key(email)) is not None:
        return
    account = credentials(email)
    _ask_for_link(account.public_id if account else UNKNOWN)


@command
def send_password_link(account_public_id: str) -> None:
    """Mail an account a link for a new password; links sent before are dead from now on."""
    account = _locked(account_public_id)
    if account is not None:
        link = links.new_password_link(links.PASSWORD_RESET, account)
        post(emails.password_link(account, link), about=account.public_id)


def set_password(token: str, password: str) -> str:
    """Set the password that a mailed link asks for; return the mark of a known device.

    The link is used up, every session of the account ends, and a change is told by mail.
    Raises `LinkDamaged`, `LinkTooOld`, `LinkUsed` or `PasswordRefused`.
    """
    account = links.account_for_link(token)
    policy.require_good_password(password, account.email)
    db.session.rollback()
    return _store_password(token, passwords.hashed(password))


@command
def _store_password(token: str, password_hash: str) -> str:
    account = links.account_for_link(token, to_use=True)
    is_change = account.password_hash is not None
    account.password_hash, account.password_set_at = password_hash, clock.now()
    account.link_stamp = None
    sessions.end_all(account.id)
    if is_change:
        post(emails.password_changed(account), about=account.public_id)
    trail.record("set_password", account.public_id, actor=account.public_id)
    return links.device_mark(account.public_id, account.password_set_at)


def _require_patience(name: str, network: str) -> None:
    if wait := throttle(f"{name}-network", NETWORK_RULE, key=network):
        raise TooMany(wait)


def _may_guess(email: str, account: Credentials | None, device: str) -> bool:
    """Count a guess. A device that was signed in before has its own budget: strangers who guess
    use up the account's, and the owner still gets in.
    """
    known = links.known_device(device, account)
    if known is not None:
        return throttle("sign-in-device", DEVICE_RULE, key=known) is None
    return throttle("sign-in-account", GUESS_RULE, key=email_key(email)) is None


@command
def _admit(checked: Credentials, new_hash: str | None) -> Admission:
    """Start a session, unless the password became another one while it was checked."""
    account = _locked(checked.public_id)
    if account is None or account.password_hash != checked.password_hash:
        raise SignInRefused
    if new_hash is not None:
        account.password_hash = new_hash
    trail.record("sign_in", account.public_id, actor=account.public_id)
    return Admission(
        secret=sessions.start(account.id),
        device=links.device_mark(account.public_id, account.password_set_at),
    )


@command
def _note_refusal(subject: str, was_checked: bool) -> None:
    trail.record("refuse_sign_in", subject, actor=trail.SYSTEM, checked=was_checked)


@command
def _ask_for_link(subject: str) -> None:
    trail.record("ask_reset", subject, actor=trail.SYSTEM)
    enqueue(SEND_PASSWORD_LINK, {"account": subject}, subject=subject, priority=SOON)


def _find_or_create(email: str, language: str) -> Account:
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


def _owners(campaign_id: int) -> int:
    """Count the owners of a campaign and hold them: two who remove each other take turns."""
    owners = select(Grant.id).where(Grant.campaign_id == campaign_id, Grant.role == Role.OWNER)
    return len(db.session.scalars(owners.order_by(Grant.id).with_for_update()).all())


def _locked(public_id: str) -> Account | None:
    account = select(Account).where(Account.public_id == public_id).with_for_update()
    return db.session.scalar(account.execution_options(populate_existing=True))
