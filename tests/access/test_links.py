"""A mailed link sets one password once; a device is known until the password is another one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from signon.access import links
from signon.access.links import (
    INVITATION,
    PASSWORD_RESET,
    LinkDamaged,
    LinkTooOld,
    LinkUsed,
)
from signon.access.models import Account
from signon.access.queries import credentials
from signon.extensions import db
from signon.kernel import tokens
from signon.links.purposes import Purpose
from signon.links.writer import write
from signon.transaction import command
from tests.access.leads import EMAIL, a_lead
from tests.links.declared import PURPOSES

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@command
def a_link(purpose: Purpose = PASSWORD_RESET) -> str:
    account = db.session.query(Account).one()
    return links.new_password_link(purpose, account).rpartition("/")[2]


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [(PASSWORD_RESET, timedelta(hours=1)), (INVITATION, timedelta(days=7))],
)
def test_a_link_lasts_its_time(app: Flask, purpose: Purpose, lasts: timedelta) -> None:
    a_lead()
    with time_machine.travel(NOON, tick=False):
        token = a_link(purpose)

    with time_machine.travel(NOON + lasts - SECOND, tick=False):
        assert links.account_for_link(token).email == EMAIL
    with time_machine.travel(NOON + lasts + SECOND, tick=False), pytest.raises(LinkTooOld):
        links.account_for_link(token)


def test_a_newer_link_kills_the_older_one(app: Flask) -> None:
    a_lead()
    older, newer = a_link(INVITATION), a_link(PASSWORD_RESET)

    assert links.account_for_link(newer).email == EMAIL
    with pytest.raises(LinkUsed):
        links.account_for_link(older)


@pytest.mark.parametrize("purpose", PURPOSES, ids=lambda purpose: purpose.name)
def test_links_for_other_doors_do_not_open_this_one(app: Flask, purpose: Purpose) -> None:
    account = a_lead()
    a_link()
    stamp = db.session.query(Account.link_stamp).scalar()
    token = tokens.sign(purpose.name, account.public_id, stamp)

    if purpose in (PASSWORD_RESET, INVITATION):
        assert links.account_for_link(token).email == EMAIL
        return
    with pytest.raises(LinkDamaged):
        links.account_for_link(token)


def test_a_link_to_an_account_that_is_gone_is_invalid(app: Flask) -> None:
    with pytest.raises(LinkDamaged):
        links.account_for_link(write(INVITATION, "nobody", "stamp"))


def test_a_link_has_the_configured_host(app: Flask) -> None:
    account = a_lead()

    with app.test_request_context("/", headers={"X-Forwarded-Host": "evil.example.org"}):
        link = links.new_password_link(INVITATION, account)
    db.session.rollback()

    assert link.startswith("http://signon.test/desk/password/invitation.")


def test_a_device_is_known_to_its_own_account_and_password(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        ada = a_lead()
    a_lead(email="bo@ngo.example.org")
    mark = links.device_mark(ada.public_id, ada.password_set_at)
    known = credentials(EMAIL)

    assert links.known_device(mark, known)
    assert links.known_device(mark, credentials("bo@ngo.example.org")) is None
    assert links.known_device(mark, None) is None
    later = links.device_mark(ada.public_id, NOON + SECOND)
    assert links.known_device(later, known) is None
    for forged in ("", "x", mark[:-2], f"{mark}x", "\ud800", "device.a.b.c.d.e"):
        assert links.known_device(forged, known) is None
