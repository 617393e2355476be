"""The counters in our database, over several processes: exact for limits of tens."""

from flask import Flask
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from signon.access.batched_window import PARTS, BatchedWindow
from signon.access.counters import SqlStorage
from signon.access.throttle import throttle
from signon.extensions import db
from tests.support.programs import FORKS

PROCESSES = 4


def tries(url: str, rule: str, number: int) -> int:
    """Try so often in a process of its own; return how many were let through."""
    house = Flask(__name__)
    house.config.update(
        SECRET_KEY="k" * 32, RATE_LIMIT_SCALE=1, REDIS_URL="", SQLALCHEMY_DATABASE_URI=url
    )
    db.init_app(house)
    with house.app_context():
        answers = [throttle("try", rule, key="a") for _ in range(number)]
        db.engine.dispose()
    return answers.count(None)


def together(app: Flask, rule: str, number: int) -> int:
    """Return how many of all tries were let through."""
    each = (app.config["SQLALCHEMY_DATABASE_URI"], rule, number)
    with FORKS.Pool(PROCESSES) as pool:
        return sum(pool.starmap(tries, [each] * PROCESSES, chunksize=1))


def test_four_processes_together_get_exactly_what_one_would(app: Flask) -> None:
    assert together(app, "20/hour", 15) == 20


def test_four_processes_get_hardly_more_of_a_high_limit_than_one_would(app: Flask) -> None:
    most = 240 + PROCESSES * (240 // PARTS)

    assert 240 <= together(app, "240/hour", 100) <= most


def test_one_process_gets_exactly_what_a_high_limit_allows(app: Flask) -> None:
    answers = [throttle("try", "240/hour", key="a") for _ in range(300)]

    assert answers.count(None) == 240
    assert None not in answers[240:]


def test_far_from_a_limit_the_counters_are_asked_now_and_then(app: Flask) -> None:
    storage = SqlStorage(db.engine)
    limiter = BatchedWindow(storage)
    item = parse("240/hour")
    key = item.key_for("a")

    asked = [storage.get(key) for _ in range(15) if limiter.hit(item, "a")]

    assert asked == [0] * 6 + [7] * 7 + [14] * 2


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
