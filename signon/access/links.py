"""Mailed links that set a password, and the mark by which a device is known again."""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from signon.access.models import Account
from signon.access.queries import Credentials
from signon.extensions import db
from signon.kernel import tokens
from signon.kernel.errors import DomainError
from signon.kernel.tokens import LinkExpired, LinkInvalid, Purpose
from signon.kernel.words import N_

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)
DEVICE_LASTS = timedelta(days=400)
"""As long as browsers keep a cookie at all."""


class LinkUsed(LinkExpired):
    """It was used, or a newer one was asked for."""

    message = N_("This link was used before, or a newer one was sent to you.")


def new_password_link(purpose: Purpose, account: Account) -> str:
    """Return an address where `account` sets its password; every older one is dead from now on."""
    account.link_stamp = secrets.token_urlsafe(9)
    return desk_url("password/" + tokens.sign(purpose, account.public_id, account.link_stamp))


def account_for_link(token: str, *, to_use: bool = False) -> Account:
    """Return whose password a link sets, held until the command ends if it is about to be used.

    Raises `LinkInvalid`, `LinkExpired` or `LinkUsed`.
    """
    public_id, stamp = _read(token)
    wanted = select(Account).where(Account.public_id == public_id)
    if to_use:
        wanted = wanted.with_for_update()
    account = db.session.scalar(wanted)
    if account is None:
        raise LinkInvalid
    if account.link_stamp != stamp:
        raise LinkUsed(public_id, stamp)
    return account


def device_mark(public_id: str, password_set_at: datetime | None) -> str:
    """Return what a browser keeps after a sign-in, good until the password is another one."""
    nonce = secrets.token_urlsafe(12)
    return tokens.sign(Purpose.DEVICE, public_id, nonce, _date(password_set_at))


def known_device(mark: str, account: Credentials | None) -> str | None:
    """Return the name of the device that shows `mark`, if it has signed in to `account` before."""
    try:
        public_id, nonce, password_date = tokens.read(Purpose.DEVICE, mark, DEVICE_LASTS)
    except DomainError:
        return None
    if account is None or public_id != account.public_id:
        return None
    return nonce if password_date == _date(account.password_set_at) else None


def desk_url(page: str = "") -> str:
    """Return the full address of a page of the desk, from the configuration and nothing else."""
    return f"{current_app.config['BASE_URL']}/desk/{page}"


def _read(token: str) -> tuple[str, ...]:
    try:
        return tokens.read(Purpose.PASSWORD_RESET, token, RESET_LASTS)
    except LinkInvalid:
        return tokens.read(Purpose.INVITATION, token, INVITATION_LASTS)


def _date(moment: datetime | None) -> str:
    return str(int(moment.timestamp())) if moment else ""
