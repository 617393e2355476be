"""Limits count, wait, forget, and never stand in the way when they cannot count."""

import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask, Request
from sqlalchemy import text
from werkzeug.test import EnvironBuilder

from signon.access import tasks
from signon.access.throttle import TooMany, _limiters, network_of, throttle
from signon.extensions import db
from tests.support.databases import on_one_database

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def request_from(address: str) -> Request:
    return Request(EnvironBuilder(environ_base={"REMOTE_ADDR": address}).get_environ())


def rows() -> list[tuple[str, int]]:
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT key, used FROM rate_counters ORDER BY key"))
        return [(row.key, row.used) for row in found]


def test_so_many_may_pass_and_then_wait(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        answers = [throttle("try", "3/10 minutes", key="a") for _ in range(5)]

    assert answers[:3] == [None] * 3
    assert answers[3] == answers[4]
    assert 600 <= (answers[3] or 0) <= 601


def test_keys_and_names_are_counted_apart(app: Flask) -> None:
    throttle("try", "1/hour", key="a")

    assert throttle("try", "1/hour", key="b") is None
    assert throttle("other", "1/hour", key="a") is None
    assert throttle("try", "1/hour", key="a") is not None


def test_the_window_ends_to_the_second(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        throttle("try", "1/10 minutes", key="a")
    with time_machine.travel(NOON + timedelta(seconds=599), tick=False):
        assert throttle("try", "1/10 minutes", key="a") in (1, 2)

    with time_machine.travel(NOON + timedelta(seconds=600), tick=False):
        assert throttle("try", "1/10 minutes", key="a") is None
        assert throttle("try", "1/10 minutes", key="a") is not None


def test_every_rule_must_be_kept(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        assert throttle("mail", "1/15 minutes", "2/day", key="a") is None
        assert throttle("mail", "1/15 minutes", "2/day", key="a") in (900, 901)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert throttle("mail", "1/15 minutes", "2/day", key="a") is None
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        assert throttle("mail", "1/15 minutes", "2/day", key="a") in (79_200, 79_201)


def test_a_load_test_may_scale_every_limit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMIT_SCALE", 3)

    answers = [throttle("try", "2/hour", key="a") for _ in range(7)]

    assert answers[:6] == [None] * 6
    assert answers[6] is not None


def test_no_key_is_stored_in_clear(app: Flask) -> None:
    throttle("try", "1/hour", key="ada@ngo.example.org")
    throttle("try", "1/hour", key="192.0.2.7")
    throttle("try", "1/hour", key="\ud800 é \0")

    assert len(rows()) == 3
    for key, _used in rows():
        assert "ada" not in key
        assert "192.0.2" not in key


def test_a_visitors_transaction_does_not_take_a_count_back(app: Flask) -> None:
    db.session.execute(text("SELECT 1 FROM accounts"))
    throttle("try", "1/hour", key="a")
    db.session.rollback()

    assert throttle("try", "1/hour", key="a") is not None


def test_counters_that_are_over_are_forgotten(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        throttle("try", "1/minute", key="a")
        throttle("try", "1/day", key="b")
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        tasks.purge_counters()

    assert [used for _key, used in rows()] == [1]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "not an address", True),
    ],
)
@on_one_database
def test_a_network_is_an_address_or_a_64(app: Flask, one: str, other: str, same: bool) -> None:
    networks = network_of(request_from(one)), network_of(request_from(other))

    assert (networks[0] == networks[1]) is same
    assert one not in networks[0] or not one


def test_a_network_has_another_name_tomorrow(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        today = network_of(request_from("192.0.2.7"))
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        tomorrow = network_of(request_from("192.0.2.7"))

    assert today != tomorrow


def test_the_refusal_says_how_long_to_wait() -> None:
    refusal = TooMany(42)

    assert (refusal.status, refusal.retry_after) == (429, 42)
    assert "42" in refusal.message % refusal.values


def a_house(**settings: str) -> Flask:
    house = Flask(__name__)
    house.config.update(SECRET_KEY="k" * 32, RATE_LIMIT_SCALE=1, **{"REDIS_URL": "", **settings})
    db.init_app(house)
    return house


def test_everybody_may_pass_when_the_database_is_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    house = a_house(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/gone/signon.sqlite3")

    with house.app_context():
        assert [throttle("try", "1/hour", key="a") for _ in range(3)] == [None] * 3

    assert "limit try not counted: OperationalError" in caplog.text


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis server of our own, on a socket in a folder."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("redis-server is not installed")
    socket = tmp_path / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not socket.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"redis+unix://{socket}"
    server.terminate()
    server.wait(10)


def counting_in(file: Path, redis_url: str) -> Flask:
    """Return a house that counts in Redis, and in an SQLite file when that cannot be asked."""
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE rate_counters (key PRIMARY KEY, expires_at, used)")
    return a_house(SQLALCHEMY_DATABASE_URI=f"sqlite:///{file}", REDIS_URL=redis_url)


def accepted(listener: socket.socket) -> int:
    """Return how many have connected so far."""
    number = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return number
        number += 1


def test_a_redis_that_hangs_is_waited_for_once_and_then_left_alone(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hangs:  # the kernel accepts, nobody answers
        hangs.setblocking(False)
        house = counting_in(tmp_path / "a.sqlite3", f"redis://127.0.0.1:{hangs.getsockname()[1]}")
        with house.app_context():
            assert [throttle(name, "2/hour", key="a") for name in "vwxyz"] == [None] * 5
            assert accepted(hangs) == 1
            assert [used for _key, used in rows()] == [1] * 5

            _limiters()[0].until = 0.0  # it has rested
            throttle("v", "2/hour", key="a")
            assert accepted(hangs) == 1


def test_redis_counts_again_after_it_was_away(tmp_path: Path, redis_url: str) -> None:
    house = counting_in(tmp_path / "a.sqlite3", redis_url)
    with house.app_context():
        throttle("try", "1/hour", key="a")
        redis, _database = _limiters()
        redis.rest()
        assert [throttle("try", "1/hour", key="a") is None for _ in range(2)] == [True, False]
        redis.until = 0.0

        assert throttle("try", "1/hour", key="a") is not None
        assert throttle("new", "1/hour", key="a") is None
        assert len(rows()) == 1


def test_redis_counts_when_there_is_one_and_the_database_when_it_is_gone(
    tmp_path: Path, redis_url: str
) -> None:
    file = tmp_path / "signon.sqlite3"
    house = counting_in(file, redis_url)
    gone = a_house(SQLALCHEMY_DATABASE_URI=f"sqlite:///{file}", REDIS_URL="redis+unix:///nowhere")

    with house.app_context():
        answers = [throttle("try", "2/hour", key="a") for _ in range(3)]
        assert answers[:2] == [None, None]
        assert 3590 <= (answers[2] or 0) <= 3601
        assert rows() == []
    with gone.app_context():
        assert [throttle("try", "1/hour", key="a") is None for _ in range(2)] == [True, False]
        assert [used for _key, used in rows()] == [2]
