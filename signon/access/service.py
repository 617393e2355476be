"""What leads do with their accounts, and what is done about them."""

from dataclasses import dataclass, field

from signon.access import emails, links, passwords, policy, sessions
from signon.access.models import Account
from signon.access.queries import (
    Credentials,
    credentials,
    credentials_of,
    email_key,
    locked_account,
)
from signon.access.second_step import service as second_step
from signon.access.second_step.policy import CodeRefused, Overdue
from signon.access.second_step.queries import is_on
from signon.access.sessions import SignedIn
from signon.access.throttle import TooMany, throttle
from signon.audit import trail
from signon.extensions import db
from signon.jobs.queue import enqueue
from signon.kernel import clock
from signon.kernel.errors import DomainError
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


@dataclass(frozen=True)
class Admission:
    """What a browser is given when somebody signs in; `device` is the mark of a known one."""

    secret: str = field(repr=False)
    device: str = field(repr=False)


@dataclass(frozen=True)
class Device:
    """Which browser asks, in coarse words, and whether it has signed in to this account before."""

    words: str
    is_known: bool


@dataclass(frozen=True)
class Halfway:
    """What a browser is given whose lead has to say a code too; it opens nothing."""

    mark: str = field(repr=False)


def sign_in(
    email: str, password: str, network: str, device: str = "", words: str = ""
) -> Admission | Halfway:
    """Check a sign-in; return what to give the browser. `words` say which one it is.

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
    on = Device(words, links.known_device(device, account) is not None)
    return _admit(account, passwords.hashed(password) if outdated else None, on)


def take_second_step(
    mark: str, typed: str, network: str, device: str = "", words: str = ""
) -> Admission:
    """Let somebody in whose password was right, with a code from their app or one for recovery.

    Guesses are counted by account, however often the password is given anew in between.
    Raises `TooMany`, `CodeRefused`, or `Overdue` for a mark that is no good any more.
    """
    _require_patience("second-step", network)
    began = links.halfway(mark)
    if began is None:
        raise Overdue
    public_id, password_date = began
    account = credentials_of(public_id)
    db.session.rollback()
    known = links.known_device(device, account)
    second_step.require_patience(known or public_id)
    if account is None or not links.is_still(account, password_date):
        raise Overdue
    try:
        return _admit_twice(account, typed, Device(words, known is not None))
    except CodeRefused:
        second_step.note_refusal(public_id)
        raise


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
    account = locked_account(account_public_id)
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


@command
def end_by_mail(token: str) -> None:
    """End every session of whoever did not sign in; their password opens nothing any more.

    A link for another one is mailed: what a stranger knows would let them in again.
    Raises as `links.account_for_not_me`.
    """
    account = locked_account(links.account_for_not_me(token).public_id)
    if account is None:
        raise links.LinkDamaged
    account.password_hash = account.password_set_at = account.link_stamp = None
    sessions.end_all(account.id)
    trail.record("end_by_mail", account.public_id, actor=account.public_id)
    _ask_for_link(account.public_id)


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
def _admit(checked: Credentials, new_hash: str | None, device: Device) -> Admission | Halfway:
    """Start a session, unless the password became another one while it was checked.

    Whoever has a second step is asked for it first, and nothing is opened for them until then.
    """
    account = locked_account(checked.public_id)
    if account is None or account.password_hash != checked.password_hash:
        raise SignInRefused
    if new_hash is not None:
        account.password_hash = new_hash
    if is_on(account.id):
        trail.record("pass_first_step", account.public_id, actor=account.public_id)
        return Halfway(links.halfway_mark(account.public_id, account.password_set_at))
    return _let_in(account, device)


@command
def _admit_twice(checked: Credentials, typed: str, device: Device) -> Admission:
    """Start a session for a code, which is used up in the same moment."""
    account = locked_account(checked.public_id)
    if account is None or account.password_set_at != checked.password_set_at:
        raise Overdue
    second_step.take(account, typed)
    return _let_in(account, device)


def _let_in(account: Account, device: Device) -> Admission:
    if not device.is_known and _came_before(account):
        link = links.not_me_link(account)
        post(emails.new_device(account, device.words, link), about=account.public_id)
    trail.record("sign_in", account.public_id, actor=account.public_id)
    return Admission(
        secret=sessions.start(account.id, device.words),
        device=links.device_mark(account.public_id, account.password_set_at),
    )


def _came_before(account: Account) -> bool:
    """Tell whether somebody has ever signed in: the first device is new to nobody."""
    return bool(trail.last_numbers(["sign_in"], [account.public_id]))


@command
def _note_refusal(subject: str, was_checked: bool) -> None:
    trail.record("refuse_sign_in", subject, actor=trail.SYSTEM, checked=was_checked)


@command
def _ask_for_link(subject: str) -> None:
    trail.record("ask_reset", subject, actor=trail.SYSTEM)
    enqueue(SEND_PASSWORD_LINK, {"account": subject}, subject=subject, priority=SOON)
