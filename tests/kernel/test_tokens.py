"""Signed links open one door each, for a time, and nothing makes them stumble."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
import time_machine
from flask import Flask

from signon.kernel import tokens
from signon.kernel.tokens import TokenExpired, TokenInvalid

DAY = timedelta(days=1)
SALTS = ("confirm", "not-us", "press")
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOSTILE = [
    "",
    " ",
    ".",
    "..",
    "....",
    "confirm",
    "confirm.a.b",
    "\0",
    "a\0b",
    "é",
    "\ud800",
    "١٢٣",
    "a" * 10_000,
    "." * 10_000,
    "confirm." + "A" * 400,
    "../../etc/passwd",
    "%00",
    "=" * 44,
    "confirm.x.AAAA." + "-" * 43,
    "confirm.x.!!!!." + "A" * 43,
]


@pytest.fixture(autouse=True)
def house() -> Iterator[Flask]:
    house = Flask(__name__)
    house.config.update(SECRET_KEY="k" * 32, SECRET_KEY_FALLBACKS=[])
    with house.app_context():
        yield house


def test_a_link_carries_its_values() -> None:
    token = tokens.sign("confirm", "endorsement", "aB3-_x", "")

    assert tokens.read("confirm", token, DAY) == ("endorsement", "aB3-_x", "")


@pytest.mark.parametrize("value", ["a.b", "ada@example.org", "é", "a b", "a/b", "\n"])
def test_a_link_carries_ids_only(value: str) -> None:
    with pytest.raises(ValueError, match="ids and stamps"):
        tokens.sign("confirm", value)


@pytest.mark.parametrize(("made_for", "shown_at"), list(product(SALTS, SALTS)))
def test_a_link_opens_only_its_own_door(made_for: str, shown_at: str) -> None:
    token = tokens.sign(made_for, "x", "y")

    if made_for == shown_at:
        assert tokens.read(shown_at, token, DAY) == ("x", "y")
        return
    with pytest.raises(TokenInvalid):
        tokens.read(shown_at, token, DAY)


@pytest.mark.parametrize("salt", SALTS)
def test_renaming_the_salt_inside_does_not_help(salt: str) -> None:
    token = tokens.sign("confirm", "x", "y")
    renamed = token.replace("confirm", salt, 1)

    if salt == "confirm":
        return
    with pytest.raises(TokenInvalid):
        tokens.read(salt, renamed, DAY)


@pytest.mark.parametrize("salt", SALTS)
def test_a_link_works_until_its_last_second(salt: str) -> None:
    with time_machine.travel(NOON, tick=False):
        token = tokens.sign(salt, "x")

    with time_machine.travel(NOON + DAY - timedelta(seconds=1), tick=False):
        assert tokens.read(salt, token, DAY) == ("x",)
    with time_machine.travel(NOON + DAY + timedelta(seconds=1), tick=False):
        with pytest.raises(TokenExpired) as refusal:
            tokens.read(salt, token, DAY)
        assert refusal.value.carried == ("x",)


def test_a_clock_set_back_does_not_kill_links() -> None:
    with time_machine.travel(NOON, tick=False):
        token = tokens.sign("confirm", "x")

    with time_machine.travel(NOON - timedelta(hours=2), tick=False):
        assert tokens.read("confirm", token, DAY) == ("x",)


def test_some_links_live_for_ever() -> None:
    with time_machine.travel(NOON, tick=False):
        token = tokens.sign("not-us", "x")

    with time_machine.travel(NOON + 9000 * DAY, tick=False):
        assert tokens.read("not-us", token, tokens.ALWAYS) == ("x",)


def test_an_older_key_still_reads_but_no_longer_signs(house: Flask) -> None:
    old = tokens.sign("confirm", "x")
    house.config.update(SECRET_KEY="n" * 32, SECRET_KEY_FALLBACKS=["k" * 32])
    new = tokens.sign("confirm", "x")

    assert tokens.read("confirm", old, DAY) == ("x",)
    house.config.update(SECRET_KEY_FALLBACKS=[])
    assert tokens.read("confirm", new, DAY) == ("x",)
    with pytest.raises(TokenInvalid):
        tokens.read("confirm", old, DAY)


@pytest.mark.parametrize("around", [("", "."), ("", ">"), ("", ")"), ("<", ">."), (" ", "\r\n")])
def test_what_mail_programs_leave_around_a_link_is_forgiven(around: tuple[str, str]) -> None:
    token = tokens.sign("confirm", "x")

    assert tokens.read("confirm", token.join(around), DAY) == ("x",)


@pytest.mark.parametrize("token", HOSTILE)
def test_whatever_is_typed_is_an_invalid_link(token: str) -> None:
    for salt in SALTS:
        with pytest.raises(TokenInvalid):
            tokens.read(salt, token, DAY)


def test_changing_any_character_breaks_a_link() -> None:
    token = tokens.sign("confirm", "endorsement", "aB3")

    for place, character in enumerate(token):
        for other in {"A", "b", "7", "-", "."} - {character}:
            forged = token[:place] + other + token[place + 1 :]
            if forged.rstrip(".") != token:
                with pytest.raises(TokenInvalid):
                    tokens.read("confirm", forged, DAY)


def test_the_last_character_is_not_free() -> None:
    token = tokens.sign("confirm", "x")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    valid = []

    for last in alphabet:
        try:
            tokens.read("confirm", token[:-1] + last, DAY)
        except TokenInvalid:
            continue
        valid.append(last)

    assert valid == [token[-1]]


def test_five_hundred_forged_links_are_all_invalid() -> None:
    for _ in range(500):
        forged = f"confirm.x.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(32)}"
        with pytest.raises(TokenInvalid):
            tokens.read("confirm", forged, DAY)
