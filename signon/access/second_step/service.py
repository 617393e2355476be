"""The second step of a sign-in: set up, proven, renewed, turned off."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import delete

from signon.access import emails, passwords, sessions
from signon.access.models import Account, RecoveryCode, SecondStep
from signon.access.queries import credentials_of, locked_account
from signon.access.second_step import codes, encryption
from signon.access.second_step.policy import CodeRefused, IsSetUp, NotSetUp, PasswordWrong
from signon.access.second_step.queries import PURPOSE, codes_left, confirmed, is_on
from signon.access.sessions import SignedIn
from signon.access.throttle import TooMany, throttle
from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import post
from signon.transaction import command

T = TypeVar("T")

GUESS_RULES = ("5/minute", "20/hour")
"""Three codes in a million are right at a time: a day of guesses finds one in 700 years."""


def begin(lead: SignedIn, password: str) -> None:
    """Make a secret for a lead to put into their app; one that waits from before is gone.

    Raises `PasswordWrong`, `TooMany`, or `IsSetUp`.
    """
    require_password(lead, password)
    _begin(lead)


def confirm(lead: SignedIn, typed: str) -> tuple[str, ...]:
    """Turn the second step on, with the first code; return the recovery codes, to be shown once.

    That code is used up. Other devices are signed out: they came in by a password alone.
    Raises `CodeRefused`, `TooMany`, `IsSetUp` or `NotSetUp`.
    """
    require_patience(lead.public_id)
    return _or_noted(lead.public_id, lambda: _confirm(lead, typed))


def renew_codes(lead: SignedIn, typed: str) -> tuple[str, ...]:
    """Make ten new recovery codes, to be shown once; the old ones open nothing any more.

    Raises `CodeRefused`, `TooMany` or `NotSetUp`.
    """
    require_patience(lead.public_id)
    return _or_noted(lead.public_id, lambda: _renew_codes(lead, typed))


def turn_off(lead: SignedIn, password: str, typed: str) -> None:
    """Let a lead sign in with the password alone again; the lead is told by mail.

    Raises `PasswordWrong`, `CodeRefused`, `TooMany` or `NotSetUp`.
    """
    require_password(lead, password)
    require_patience(lead.public_id)
    _or_noted(lead.public_id, lambda: _turn_off(lead, typed))


@command
def reset(account_public_id: str, *, actor: str) -> None:
    """Take the second step of somebody who has lost both device and codes; they are told by mail.

    Every device of theirs is signed out. Raises `NotSetUp`.
    """
    account = locked_account(account_public_id)
    if account is None or not is_on(account.id):
        raise NotSetUp
    _remove(account.id)
    sessions.end_all(account.id)
    post(emails.second_step_off(account), about=account.public_id)
    trail.record("reset_second_step", account.public_id, actor=actor)


def take(account: Account, typed: str) -> None:
    """Use a code up, inside a command that holds `account`. Raises `CodeRefused`."""
    step = db.session.scalar(confirmed(account.id).with_for_update())
    if step is None:
        raise CodeRefused
    code = codes.cleaned(typed)
    if codes.is_of_the_moment(code):
        _take_code(step, code)
    else:
        _take_recovery_code(account, code)


def require_patience(key: str) -> None:
    """Count a guess, whatever kind of code it is and wherever it is made. Raises `TooMany`."""
    if wait := throttle("second-step", *GUESS_RULES, key=key):
        raise TooMany(wait)


@command
def note_refusal(subject: str) -> None:
    """Note in the trail that a code was refused."""
    trail.record("refuse_code", subject, actor=trail.SYSTEM)


@command
def _begin(lead: SignedIn) -> None:
    locked_account(lead.public_id)
    if is_on(lead.account_id):
        raise IsSetUp
    _remove(lead.account_id)
    secret = encryption.encrypt(PURPOSE, codes.new_secret())
    db.session.add(SecondStep(account_id=lead.account_id, secret=secret, made_at=clock.now()))
    trail.record("begin_second_step", lead.public_id, actor=lead.public_id)


@command
def _confirm(lead: SignedIn, typed: str) -> tuple[str, ...]:
    account = locked_account(lead.public_id)
    step = db.session.get(SecondStep, lead.account_id, with_for_update=True)
    if account is None or step is None:
        raise NotSetUp
    if step.confirmed_at is not None:
        raise IsSetUp
    _take_code(step, codes.cleaned(typed))
    step.confirmed_at = clock.now()
    sessions.end_others(account.id, lead.session_id)
    post(emails.second_step_on(account), about=account.public_id)
    trail.record("set_up_second_step", account.public_id, actor=account.public_id)
    return _new_codes(account)


@command
def _renew_codes(lead: SignedIn, typed: str) -> tuple[str, ...]:
    account = _proven(lead, typed)
    trail.record("renew_recovery_codes", account.public_id, actor=account.public_id)
    return _new_codes(account)


@command
def _turn_off(lead: SignedIn, typed: str) -> None:
    account = _proven(lead, typed)
    _remove(account.id)
    post(emails.second_step_off(account), about=account.public_id)
    trail.record("turn_off_second_step", account.public_id, actor=account.public_id)


def _proven(lead: SignedIn, typed: str) -> Account:
    account = locked_account(lead.public_id)
    if account is None or not is_on(account.id):
        raise NotSetUp
    take(account, typed)
    return account


def _take_code(step: SecondStep, code: str) -> None:
    try:
        secret = encryption.decrypt(PURPOSE, step.secret)
    except encryption.Unreadable:
        raise CodeRefused from None
    used = codes.step_of(secret, code, clock.now(), step.last_step)
    if used is None:
        raise CodeRefused
    step.last_step = used
    # Read with an older key perhaps: written with today's, it outlives the older one.
    step.secret = encryption.encrypt(PURPOSE, secret)


def _take_recovery_code(account: Account, code: str) -> None:
    one = RecoveryCode.code_hash == codes.recovery_hash(account.public_id, code)
    own = RecoveryCode.account_id == account.id
    found = db.session.execute(
        delete(RecoveryCode).where(one, own).returning(RecoveryCode.code_hash)
    )
    if found.first() is None:
        raise CodeRefused
    post(emails.recovery_code_used(account, codes_left(account.id)), about=account.public_id)
    trail.record("use_recovery_code", account.public_id, actor=account.public_id)


def _new_codes(account: Account) -> tuple[str, ...]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    made = codes.new_recovery_codes()
    for code in made:
        kept = codes.recovery_hash(account.public_id, code)
        db.session.add(RecoveryCode(code_hash=kept, account_id=account.id))
    return made


def _remove(account_id: int) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    db.session.execute(delete(SecondStep).where(SecondStep.account_id == account_id))


def require_password(lead: SignedIn, password: str) -> None:
    """Check the password of whoever sits at the desk, with no transaction open meanwhile."""
    if wait := throttle("own-password", *GUESS_RULES, key=lead.public_id):
        raise TooMany(wait)
    known = credentials_of(lead.public_id)
    db.session.rollback()
    if known is None or not passwords.matches(known.password_hash, password):
        raise PasswordWrong


def _or_noted(subject: str, do: Callable[[], T]) -> T:
    try:
        return do()
    except CodeRefused:
        note_refusal(subject)
        raise
