"""Mailed links that set a password, and the mark by which a device is known again."""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from signon.access.models import Account
from signon.access.queries import Credentials
from signon.extensions import db
from signon.kernel.words import N_
from signon.links import refusals
from signon.links.purposes import Purpose
from signon.links.reader import read, same
from signon.links.refusals import LinkUnusable, Way
from signon.links.writer import write

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)
HALFWAY_LASTS = timedelta(minutes=10)
NOT_ME_LASTS = timedelta(days=30)
DEVICE_LASTS = timedelta(days=400)
"""As long as browsers keep a cookie at all."""


_WAYS = (
    Way(N_("Send me a new link"), "access.forgotten"),
    Way(N_("Back to sign-in"), "access.sign_in"),
)


class LinkDamaged(refusals.Damaged):
    """Cut, altered, made up, or meant for another door."""

    ways = _WAYS


class LinkTooOld(refusals.Expired):
    """Its days or its hour have passed."""

    heading = N_("This link does not work any more")
    template = "access/link_over.html"
    ways = _WAYS


class LinkUsed(refusals.Used):
    """It was used, or a newer one was asked for."""

    heading = LinkTooOld.heading
    template = LinkTooOld.template
    ways = _WAYS


INVITATION = Purpose("invitation", INVITATION_LASTS, 2, LinkDamaged, LinkTooOld)
PASSWORD_RESET = Purpose("password", RESET_LASTS, 2, LinkDamaged, LinkTooOld)
DEVICE = Purpose("device", DEVICE_LASTS, 3)
"""Mailed to nobody: a browser keeps it."""

HALFWAY = Purpose("halfway", HALFWAY_LASTS, 2)
"""As above: a browser keeps it between the password and the code, and may do nothing with it."""

NOT_ME = Purpose("not-me", NOT_ME_LASTS, 2, LinkDamaged, LinkTooOld)

PURPOSES = (INVITATION, PASSWORD_RESET, DEVICE, HALFWAY, NOT_ME)


def new_password_link(purpose: Purpose, account: Account) -> str:
    """Return an address where `account` sets its password; every older one is dead from now on."""
    account.link_stamp = secrets.token_urlsafe(9)
    return desk_url("password/" + write(purpose, account.public_id, account.link_stamp))


def account_for_link(token: str, *, to_use: bool = False) -> Account:
    """Return whose password a link sets, held until the command ends if it is about to be used.

    Raises `LinkDamaged`, `LinkTooOld` or `LinkUsed`.
    """
    public_id, stamp = _read(token)
    wanted = select(Account).where(Account.public_id == public_id)
    if to_use:
        wanted = wanted.with_for_update()
    account = db.session.scalar(wanted)
    if account is None:
        raise LinkDamaged
    if not same(stamp, account.link_stamp):
        raise LinkUsed
    return account


def not_me_link(account: Account) -> str:
    """Return an address where the owner of `account` ends every session; dead with the password."""
    token = write(NOT_ME, account.public_id, _date(account.password_set_at))
    return desk_url("not-me/" + token)


def account_for_not_me(token: str) -> Account:
    """Return whose sessions a link ends.

    Raises `LinkDamaged`, `LinkTooOld`, or `LinkUsed` once the password is another one.
    """
    public_id, password_date = read(NOT_ME, token)
    account = db.session.scalar(select(Account).where(Account.public_id == public_id))
    if account is None:
        raise LinkDamaged
    if account.password_hash is None or password_date != _date(account.password_set_at):
        raise LinkUsed
    return account


def device_mark(public_id: str, password_set_at: datetime | None) -> str:
    """Return what a browser keeps after a sign-in, good until the password is another one."""
    nonce = secrets.token_urlsafe(12)
    return write(DEVICE, public_id, nonce, _date(password_set_at))


def known_device(mark: str, account: Credentials | None) -> str | None:
    """Return the name of the device that shows `mark`, if it has signed in to `account` before."""
    try:
        public_id, nonce, password_date = read(DEVICE, mark)
    except LinkUnusable:
        return None
    if account is None or public_id != account.public_id:
        return None
    return nonce if password_date == _date(account.password_set_at) else None


def halfway_mark(public_id: str, password_set_at: datetime | None) -> str:
    """Return what a browser keeps whose password was right, good for one more question."""
    return write(HALFWAY, public_id, _date(password_set_at))


def halfway(mark: str) -> tuple[str, str] | None:
    """Return the public id and the date of the password that a sign-in began with, if it may go on.

    The account is to be compared with both: a password that was changed meanwhile ends it.
    """
    try:
        public_id, password_date = read(HALFWAY, mark)
    except LinkUnusable:
        return None
    return public_id, password_date


def is_still(account: Credentials | None, password_date: str) -> bool:
    """Tell whether the password of an account is the one of that date."""
    return account is not None and password_date == _date(account.password_set_at)


def desk_url(page: str = "") -> str:
    """Return the full address of a page of the desk, from the configuration and nothing else."""
    return f"{current_app.config['BASE_URL']}/desk/{page}"


def _read(token: str) -> tuple[str, ...]:
    try:
        return read(PASSWORD_RESET, token)
    except LinkDamaged:
        return read(INVITATION, token)


def _date(moment: datetime | None) -> str:
    return str(int(moment.timestamp())) if moment else ""
