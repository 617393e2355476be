"""What is signed for a purpose is read back for it alone, whole and in time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from signon.kernel import tokens
from signon.links.purposes import ALWAYS, Purpose
from signon.links.reader import proof_of, read, same
from signon.links.refusals import Damaged, Expired
from signon.links.writer import url, write

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Broken(Damaged):
    pass


class TooLate(Expired):
    pass


PAIR = Purpose("pair", DAY, 2, damaged=Broken, expired=TooLate)
FOR_EVER = Purpose("ever", ALWAYS, 1)


@pytest.fixture(autouse=True)
def house() -> Iterator[Flask]:
    house = Flask(__name__)
    house.config.update(SECRET_KEY="k" * 32, SECRET_KEY_FALLBACKS=[], BASE_URL="https://s.test")
    with house.app_context():
        yield house


def test_what_was_written_is_read() -> None:
    assert read(PAIR, write(PAIR, "row", "stamp")) == ("row", "stamp")
    assert read(FOR_EVER, write(FOR_EVER, "row")) == ("row",)


def test_the_refusals_are_the_purposes_own() -> None:
    with time_machine.travel(NOON, tick=False):
        pair, ever = write(PAIR, "row", "stamp"), write(FOR_EVER, "row")

    with pytest.raises(Broken):
        read(PAIR, ever)
    with time_machine.travel(NOON + 9000 * DAY):
        assert read(FOR_EVER, ever) == ("row",)
        with pytest.raises(TooLate) as refusal:
            read(PAIR, pair)
    assert refusal.value.carried == ("row", "stamp")


@pytest.mark.parametrize("values", [(), ("row",), ("row", "stamp", "more")])
@pytest.mark.parametrize("age", [timedelta(0), 2 * DAY])
def test_another_number_of_values_is_damaged_however_old(
    values: tuple[str, ...], age: timedelta
) -> None:
    with time_machine.travel(NOON, tick=False):
        token = tokens.sign(PAIR.name, *values)

    with time_machine.travel(NOON + age), pytest.raises(Broken):
        read(PAIR, token)


def test_another_number_of_values_is_not_written() -> None:
    with pytest.raises(ValueError, match="carries 2 values"):
        write(PAIR, "row")


def test_an_address_begins_with_the_configured_host() -> None:
    with time_machine.travel(NOON, tick=False):
        assert url("fr", "pairs", PAIR, "a", "b") == (
            f"https://s.test/fr/pairs/{write(PAIR, 'a', 'b')}"
        )


def test_nothing_proves_nothing() -> None:
    for nothing in ("", None):
        assert not same(nothing, nothing)
        assert not same("x", nothing)
        assert not same(nothing, "x")
    assert same("é", "é")
    assert not same("é", "e")
    assert proof_of(None) == ""
    assert proof_of("0123456789abcdefg") == "0123456789abcdef"
