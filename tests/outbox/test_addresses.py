"""Two spellings, one mailbox."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from signon.extensions import db
from signon.outbox import addresses
from signon.outbox.addresses import address_key, exact_form, normal_form
from signon.outbox.models import Pepper
from signon.transaction import command
from tests.support.threads import at_once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("victim@example.org", "VICTIM@Example.ORG"),
        ("victim@example.org", "victim+1@example.org"),
        ("victim@example.org", " victim@example.org. "),
        ("info@bücher.example", "info@xn--bcher-kva.example"),
        ("info@bücher.example", "INFO@BÜCHER.example"),
        ("a.b.c@gmail.com", "abc@googlemail.com"),
        ("a.b.c+x@gmail.com", "ABC@gmail.com"),
    ],
)
def test_spellings_of_one_mailbox_are_one(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ab@example.org", "a.b@example.org"),
        ("a@example.org", "a@example.com"),
        ("+a@example.org", "+b@example.org"),
        ("straße@example.org", "strasse@example.org"),
    ],
)
def test_different_mailboxes_stay_two(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("info@example.org", "INFO@Example.ORG.", True),
        ("info@bücher.example", "info@xn--bcher-kva.example", True),
        ("a.b+c@gmail.com", "ab@googlemail.com", True),
        ("info@example.org", "info+evil@example.org", False),
        ("info+a@example.org", "info+b@example.org", False),
        ("ab@example.org", "a.b@example.org", False),
        ("a@faß.de", "a@fass.de", False),
    ],
)
def test_what_may_be_two_mailboxes_has_two_exact_forms(one: str, other: str, same: bool) -> None:
    assert (exact_form(one) == exact_form(other)) is same


@given(st.text(max_size=100))
def test_odd_input_gets_some_normal_form(text: str) -> None:
    assert isinstance(normal_form(text) + exact_form(text), str)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("odd", ["", "@", "a@xn--ü.org", "\ud800@x", "a@" + "b" * 5000, "no at"])
def test_odd_input_gets_a_key_like_any(odd: str) -> None:
    assert len(address_key(odd)) == 64


@pytest.mark.usefixtures("app")
def test_a_key_does_not_show_the_address() -> None:
    key = address_key("amina@example.org")

    assert key == address_key("AMINA+news@example.org")
    assert key != address_key("amin@example.org")
    assert "amina" not in key


def test_threads_that_ask_first_agree_on_one_pepper(app: Flask) -> None:
    kept = forget_pepper()

    keys = at_once(app, 8, lambda: address_key("amina@example.org"))

    assert len(set(keys)) == 1
    assert db.session.query(Pepper).count() == 1
    restore_pepper(kept)


@pytest.mark.usefixtures("app")
def test_a_pepper_that_was_never_stored_is_not_kept() -> None:
    kept = forget_pepper()

    @command
    def changes_its_mind() -> None:
        keys.append(address_key("amina@example.org"))
        raise KeyError

    keys: list[str] = []
    with pytest.raises(KeyError):
        changes_its_mind()
    later = address_key("amina@example.org")

    assert later == address_key("amina@example.org")
    assert keys != [later]
    restore_pepper(kept)


def forget_pepper() -> list[tuple[str, str]]:
    kept = [(row.name, row.value) for row in db.session.query(Pepper)]
    _write_peppers([])
    return kept


def restore_pepper(kept: list[tuple[str, str]]) -> None:
    _write_peppers(kept)


@command
def _write_peppers(rows: list[tuple[str, str]]) -> None:
    db.session.query(Pepper).delete()
    db.session.add_all(Pepper(name=name, value=value) for name, value in rows)
    addresses._peppers.clear()
