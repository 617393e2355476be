"""Passwords are hashed slowly, two at a time, and nobody costs as much as somebody."""

import threading
import time

import pytest
from argon2 import PasswordHasher

from signon.access import passwords
from signon.kernel.errors import Busy

pytestmark = pytest.mark.usefixtures("costly_passwords")

SECRET = "four quiet words here"


def test_only_the_right_password_matches() -> None:
    stored = passwords.hashed(SECRET)

    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches(stored, SECRET)
    assert not passwords.matches(stored, SECRET + " ")
    assert not passwords.matches(stored, "")


def test_an_accent_may_be_composed_either_way() -> None:
    stored = passwords.hashed("cafe\u0301 sans sucre")

    assert passwords.matches(stored, "caf\u00e9 sans sucre")


@pytest.mark.parametrize("stored", [None, "", "plain", "$argon2id$broken"])
def test_without_a_good_hash_nothing_matches(stored: str | None) -> None:
    for typed in (SECRET, "", "\ud800", "\0", "a" * 100_000):
        assert not passwords.matches(stored, typed)


def test_nobody_is_checked_with_the_same_work_as_somebody() -> None:
    assert not passwords.is_outdated(passwords.NOBODY)
    assert not passwords.matches(passwords.NOBODY, SECRET)


def test_a_hash_made_with_other_settings_is_outdated() -> None:
    older = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(SECRET)

    assert passwords.is_outdated(older)
    assert passwords.matches(older, SECRET)


def test_at_most_two_are_checked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE_SECONDS", 0.05)
    leave = threading.Event()

    def stay() -> None:
        with passwords._one_of_two():
            leave.wait(5)

    inside = [threading.Thread(target=stay) for _ in range(2)]
    for thread in inside:
        thread.start()
    time.sleep(0.05)
    with pytest.raises(Busy):
        passwords.matches(None, SECRET)
    leave.set()
    for thread in inside:
        thread.join()
    assert not passwords.matches(None, SECRET)
