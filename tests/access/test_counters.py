"""The counters in our database: exact over several processes."""

import multiprocessing

from flask import Flask
from limits.strategies import FixedWindowRateLimiter

from signon.access.counters import SqlStorage
from signon.access.throttle import throttle
from signon.extensions import db

PROCESSES, TRIES = 4, 15


def tries(url: str) -> int:
    """Try in a process of its own; return how many were let through."""
    house = Flask(__name__)
    house.config.update(
        SECRET_KEY="k" * 32, RATE_LIMIT_SCALE=1, REDIS_URL="", SQLALCHEMY_DATABASE_URI=url
    )
    db.init_app(house)
    with house.app_context():
        answers = [throttle("try", "20/hour", key="a") for _ in range(TRIES)]
        db.engine.dispose()
    return answers.count(None)


def test_four_processes_together_get_exactly_what_one_would(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        passed = pool.map(tries, [url] * PROCESSES, chunksize=1)

    assert sum(passed) == 20


def test_it_is_a_storage_like_any_other(app: Flask) -> None:
    storage = SqlStorage(db.engine)

    assert storage.check()
    assert [storage.incr("a", 60), storage.incr("a", 60, amount=3)] == [1, 4]
    assert (storage.get("a"), storage.get("b")) == (4, 0)
    assert storage.get_expiry("a") > storage.get_expiry("b")
    storage.clear("a")
    assert storage.get("a") == 0
    storage.incr("b", 60)
    assert storage.reset() == 1
    assert FixedWindowRateLimiter(storage).storage is storage
