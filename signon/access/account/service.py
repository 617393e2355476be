"""What leads change of their own account while they are signed in."""

from sqlalchemy import delete, select

from signon.access import emails, links, passwords, policy, sessions
from signon.access.models import AccountSession
from signon.access.queries import locked_account
from signon.access.second_step.service import require_password
from signon.access.service import Admission
from signon.access.sessions import SignedIn
from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import post
from signon.transaction import command


def change_password(lead: SignedIn, old: str, new: str, words: str) -> Admission:
    """Give a lead another password; return what to give their browser, the only one still in.

    Links that were mailed for a new one are dead, and the change is told by mail.
    Raises `PasswordWrong`, `TooMany` or `PasswordRefused`.
    """
    policy.require_good_password(new, lead.email)
    require_password(lead, old)
    return _store(lead, passwords.hashed(new), words)


@command
def end_session(lead: SignedIn, session_public_id: str) -> bool:
    """End one session of a lead's own; tell whether there was such a one."""
    own = AccountSession.account_id == lead.account_id
    this = AccountSession.public_id == session_public_id
    ended = delete(AccountSession).where(own, this).returning(AccountSession.id)
    if db.session.execute(ended).first() is None:
        return False
    trail.record("end_session", lead.public_id, actor=lead.public_id)
    return True


@command
def end_other_sessions(lead: SignedIn) -> None:
    """End every session of a lead's own but the one that asks."""
    sessions.end_others(lead.account_id, lead.session_id)
    trail.record("end_other_sessions", lead.public_id, actor=lead.public_id)


@command
def _store(lead: SignedIn, password_hash: str, words: str) -> Admission:
    account = locked_account(lead.public_id)
    still_in = select(AccountSession.id).where(AccountSession.id == lead.session_id)
    if account is None or db.session.scalar(still_in) is None:
        raise policy.SignedOutMeanwhile
    account.password_hash, account.password_set_at = password_hash, clock.now()
    account.link_stamp = None
    sessions.end_all(account.id)
    post(emails.own_password_changed(account), about=account.public_id)
    trail.record("change_password", account.public_id, actor=account.public_id)
    return Admission(
        secret=sessions.start(account.id, words),
        device=links.device_mark(account.public_id, account.password_set_at),
    )
