"""Signing in: one answer to everything that fails, few guesses, and the owner still gets in."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from signon.access import passwords, service, sessions
from signon.access.models import Account
from signon.access.service import SignInRefused
from signon.access.throttle import TooMany
from signon.audit.models import AuditEntry
from signon.extensions import db
from signon.transaction import command
from tests.access.leads import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    a_lead,
    account_of,
    do_the_work,
    link_in,
    mails,
    trail,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
STRANGER = "nobody@ngo.example.org"


def guess(email: str = EMAIL, network: str = "net", device: str = "") -> None:
    with pytest.raises(SignInRefused):
        service.sign_in(email, "not the password", network, device)


def use_up_the_guesses() -> None:
    """Do what 20 wrong guesses from 20 networks do, without their work."""
    for _ in range(20):
        service._may_guess(EMAIL, None, "")


def test_the_right_password_opens(app: Flask) -> None:
    ada = a_lead()

    admission = service.sign_in(f" {EMAIL.upper()} ", PASSWORD, "net")

    found = sessions.find(admission.secret)
    assert found is not None
    assert found.public_id == ada.public_id
    assert trail() == [("sign_in", ada.public_id, ada.public_id)]
    assert admission.secret not in repr(admission)


def test_everything_that_fails_is_answered_alike(app: Flask) -> None:
    ada = a_lead()
    bo = a_lead(email="bo@ngo.example.org", password=None)
    words = set()

    for email in (EMAIL, "bo@ngo.example.org", STRANGER, "", "\0", "\ud800@é", "a" * 5000):
        with pytest.raises(SignInRefused) as refusal:
            service.sign_in(email, "not the password", "net")
        words.add((refusal.value.message, refusal.value.status, *refusal.value.values))

    assert len(words) == 1
    subjects = [subject for action, subject, actor in trail() if action == "refuse_sign_in"]
    assert subjects == [ada.public_id, bo.public_id, *["unknown"] * 5]
    assert "ngo.example.org" not in str(trail())


@pytest.mark.usefixtures("costly_passwords")
def test_everything_that_fails_does_the_same_work(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_lead()
    a_lead(email="bo@ngo.example.org")
    for _ in range(20):
        service._may_guess("bo@ngo.example.org", None, "")
    assert not passwords.is_outdated(passwords.NOBODY)
    verified: list[bytes] = []
    verify = passwords._HASHER.verify

    def counted(stored: str, password: bytes) -> bool:
        verified.append(password)
        return verify(stored, password)

    monkeypatch.setattr(passwords, "_HASHER", SimpleNamespace(verify=counted))
    for email in (EMAIL, STRANGER, "bo@ngo.example.org"):
        guess(email)

    assert len(verified) == 3


def test_only_twenty_guesses_an_hour_are_checked(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        a_lead()
        for number in range(20):
            guess(network=f"net {number}")
        with pytest.raises(SignInRefused):
            service.sign_in(EMAIL, PASSWORD, "net 21")
    checked = [entry.details["checked"] for entry in _refusals()]
    assert checked == [True] * 20 + [False]

    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert service.sign_in(EMAIL, PASSWORD, "net")


def test_a_device_that_was_signed_in_before_still_gets_in(app: Flask) -> None:
    a_lead()
    device = service.sign_in(EMAIL, PASSWORD, "net").device
    use_up_the_guesses()
    with pytest.raises(SignInRefused):
        service.sign_in(EMAIL, PASSWORD, "net")

    assert service.sign_in(EMAIL, PASSWORD, "net", device)


def test_a_stolen_device_has_few_guesses_of_its_own(app: Flask) -> None:
    a_lead()
    device = service.sign_in(EMAIL, PASSWORD, "net").device
    for _ in range(10):
        guess(device=device)

    with pytest.raises(SignInRefused):
        service.sign_in(EMAIL, PASSWORD, "net", device)
    assert service.sign_in(EMAIL, PASSWORD, "net"), "the account itself is not locked"


def test_the_owner_of_the_mailbox_still_gets_in(app: Flask) -> None:
    a_lead()
    use_up_the_guesses()
    service.ask_reset(EMAIL, "net")
    do_the_work()

    device = service.set_password(link_in(mails()[0]).rpartition("/")[2], OTHER_PASSWORD)

    assert service.sign_in(EMAIL, OTHER_PASSWORD, "net", device)


def test_another_password_makes_every_device_unknown(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        a_lead()
        old = service.sign_in(EMAIL, PASSWORD, "net").device
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        service.ask_reset(EMAIL, "net")
        do_the_work()
        service.set_password(link_in(mails()[0]).rpartition("/")[2], OTHER_PASSWORD)
        use_up_the_guesses()

        with pytest.raises(SignInRefused):
            service.sign_in(EMAIL, OTHER_PASSWORD, "net", old)


def test_one_password_tried_on_many_accounts_is_stopped_by_network(app: Flask) -> None:
    for number in range(30):
        assert service.throttle("sign-in-network", "30/10 minutes", key="net") is None, number

    with pytest.raises(TooMany):
        service.sign_in(EMAIL, PASSWORD, "net")
    with pytest.raises(SignInRefused):
        service.sign_in(EMAIL, PASSWORD, "another network")


@pytest.mark.usefixtures("costly_passwords")
def test_an_outdated_hash_is_made_anew(app: Flask) -> None:
    a_lead()
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    _store(old)
    before = account_of().password_set_at

    service.sign_in(EMAIL, PASSWORD, "net")

    account = account_of()
    assert (account.password_hash or "").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert account.password_set_at == before
    assert service.sign_in(EMAIL, PASSWORD, "net")


def test_a_password_that_changed_while_it_was_checked_does_not_open(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_lead()
    right = service.passwords.matches

    def check_slowly(stored: str | None, password: str) -> bool:
        is_right = right(stored, password)
        _store(service.passwords.hashed(OTHER_PASSWORD))
        return is_right

    monkeypatch.setattr(service.passwords, "matches", check_slowly)

    with pytest.raises(SignInRefused):
        service.sign_in(EMAIL, PASSWORD, "net")


def test_signing_out_ends_the_session(app: Flask) -> None:
    ada = a_lead()
    secret = service.sign_in(EMAIL, PASSWORD, "net").secret
    lead = sessions.find(secret)
    assert lead is not None

    service.sign_out(lead)

    assert sessions.find(secret) is None
    assert trail()[-1] == ("sign_out", ada.public_id, ada.public_id)


@command
def _store(password_hash: str) -> None:
    db.session.query(Account).update({"password_hash": password_hash})


def _refusals() -> list[AuditEntry]:
    entries = select(AuditEntry).where(AuditEntry.action == "refuse_sign_in")
    return list(db.session.scalars(entries.order_by(AuditEntry.number)))
