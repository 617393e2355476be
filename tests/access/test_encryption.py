"""A secret in a column: readable with the key, for its purpose, and otherwise not."""

import pytest
from flask import Flask

from signon.access.second_step.encryption import Unreadable, decrypt, encrypt
from tests.support.databases import on_one_database

pytestmark = on_one_database

SECRET = bytes(range(20))


@pytest.mark.parametrize("secret", [b"", b"a", SECRET, b"x" * 32, b"y" * 100])
def test_what_was_encrypted_comes_back(app: Flask, secret: bytes) -> None:
    assert decrypt("codes", encrypt("codes", secret)) == secret


def test_the_same_secret_never_looks_the_same(app: Flask) -> None:
    one, other = encrypt("codes", SECRET), encrypt("codes", SECRET)

    assert one != other
    assert SECRET.hex() not in one


def test_another_purpose_reads_nothing(app: Flask) -> None:
    with pytest.raises(Unreadable):
        decrypt("others", encrypt("codes", SECRET))


@pytest.mark.parametrize("place", range(0, 110, 7))
def test_a_changed_letter_is_noticed(app: Flask, place: int) -> None:
    text = encrypt("codes", SECRET)
    letter = "A" if text[place] != "A" else "B"

    with pytest.raises(Unreadable):
        decrypt("codes", text[:place] + letter + text[place + 1 :])


@pytest.mark.parametrize("text", ["", "x", "é", "A" * 40, "A" * 64, "A" * 400])
def test_garbage_is_unreadable(app: Flask, text: str) -> None:
    with pytest.raises(Unreadable):
        decrypt("codes", text)


def test_an_older_key_reads_while_it_is_a_fallback(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, old = encrypt("codes", SECRET), app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-" + "k" * 32)
    with pytest.raises(Unreadable):
        decrypt("codes", text)

    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])

    assert decrypt("codes", text) == SECRET
