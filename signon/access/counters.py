"""Counters for rate limits in our own database: one statement, on a connection of its own."""

from typing import Any

from limits.storage import Storage
from sqlalchemy import Engine, TextClause, text
from sqlalchemy.exc import SQLAlchemyError

from signon.extensions import counting
from signon.kernel import clock

_COUNT = """
INSERT INTO rate_counters (key, expires_at, used) {values}
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN rate_counters.expires_at <= CAST(:now AS BIGINT)
    THEN excluded.used ELSE rate_counters.used + excluded.used END,
  expires_at = CASE WHEN rate_counters.expires_at <= CAST(:now AS BIGINT)
    THEN excluded.expires_at ELSE rate_counters.expires_at END
RETURNING used
"""
_COUNT_ON_SQLITE = text(_COUNT.format(values="VALUES (:key, :ends, :amount)"))
# SET LOCAL inside the statement, which is its own transaction: one way to the server, not four.
# A counter that a crash of the server takes back by a second is worth no wait for the disk.
_COUNT_ON_POSTGRESQL = text(
    _COUNT.format(
        values="SELECT CAST(:key AS VARCHAR), CAST(:ends AS BIGINT), CAST(:amount AS INTEGER) "
        "FROM (SELECT set_config('synchronous_commit', 'off', true)) AS at_ease"
    )
)
_USED = text("SELECT used FROM rate_counters WHERE key = :key AND expires_at > :now")
_EXPIRY = text("SELECT expires_at FROM rate_counters WHERE key = :key")
_CLEAR = text("DELETE FROM rate_counters WHERE key = :key")
_RESET = text("DELETE FROM rate_counters")


class SqlStorage(Storage):
    """Storage of the `limits` library in the table `rate_counters`.

    Every call commits by itself: a visitor's transaction neither waits for it nor takes it back.
    Not to be called inside a command: SQLite has one writer, and the two would wait for each other.
    """

    STORAGE_SCHEME: list[str] | None = ["signonsql"]  # noqa: RUF012 - the library's own signature

    def __init__(self, engine: Engine):
        super().__init__(wrap_exceptions=True)
        self._engine = counting(engine)
        on_postgresql = engine.dialect.name == "postgresql"
        self._count = _COUNT_ON_POSTGRESQL if on_postgresql else _COUNT_ON_SQLITE

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = _now()
        values = {"key": key, "now": now, "ends": now + expiry, "amount": amount}
        with self._engine.begin() as connection:
            return int(connection.execute(self._count, values).scalar_one())

    def get(self, key: str) -> int:
        return int(self._one(_USED, key=key, now=_now()) or 0)

    def get_expiry(self, key: str) -> float:
        return float(self._one(_EXPIRY, key=key) or _now())

    def check(self) -> bool:
        return self._one(text("SELECT 1")) == 1

    def reset(self) -> int | None:
        with self._engine.begin() as connection:
            return connection.execute(_RESET).rowcount

    def clear(self, key: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(_CLEAR, {"key": key})

    def _one(self, statement: TextClause, **values: Any) -> Any:
        with self._engine.begin() as connection:
            return connection.execute(statement, values).scalar()


def _now() -> int:
    return int(clock.now().timestamp())
