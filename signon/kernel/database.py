"""What every table shares: names of constraints, UTC timestamps, and SQLite made safe.

Plain SQLite through SQLAlchemy loses updates without an error: two transactions that both read
before they write overwrite each other. So a transaction that writes starts with BEGIN IMMEDIATE
and a reader with BEGIN; WAL lets both go on at once.
"""

import os
import select
import sqlite3
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    ExceptionContext,
    Integer,
    MetaData,
    event,
    make_url,
    type_coerce,
)
from sqlalchemy.exc import DBAPIError, DisconnectionError, InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlalchemy.types import NullType, TypeDecorator

from signon.kernel.writers import Places, counters, places

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT_MS = 5000
"""How long a writer waits for another one on SQLite before the visitor is asked to try again."""

STATEMENT_TIMEOUT_MS = 30_000
"""How long one statement may take on PostgreSQL; migrations, backups and restores have no bound."""

BELIEVED_SECONDS = 10
"""For so long a connection to PostgreSQL that nobody uses is believed to be there unless the server
has closed it; a firewall that cuts one off without a word takes minutes for it."""

PROBE_MS = 500
"""How long the one waits who tries whether SQLite can be written again, as others have in vain."""

ASK_AGAIN = 0.0005
"""Seconds after which a writer asks SQLite again whether the file is free."""

WRITING = {"signon_writes": places}
COUNTING = {"signon_writes": counters}
"""Execution options of a connection that is about to write; on PostgreSQL, where a counter waits
for no other writer, the counters of limits have places of their own."""


class UTCDateTime(TypeDecorator[datetime]):
    """Stores aware datetimes as UTC, gives aware ones back, and refuses naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def as_stored(column: Any) -> Any:
    """Return a column whose values come as the driver gives them: to be told apart, not to be read.

    On SQLite a moment is then a text, which costs a tenth.
    """
    return type_coerce(column, NullType())


RowNumber = BigInteger().with_variant(Integer, "sqlite")
"""Type of keys: 64 bits on both engines; SQLite counts up only what it calls INTEGER."""

RowId = Annotated[int, mapped_column(RowNumber, primary_key=True)]


class Base(DeclarativeBase):
    """Parent of every model. Models inherit it directly: `db.Model` is invisible to mypy."""

    # One registry: Flask-SQLAlchemy refuses a base that also has its own annotation map.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={datetime: UTCDateTime},
    )


@event.listens_for(Engine, "do_connect")
def _make_sqlite_private(dialect: Dialect, _record: object, args: Any, _options: object) -> None:
    """Make the file of a new database for its owner alone, whatever the umask says.

    SQLite gives its write-ahead log the rights of the database.
    """
    if dialect.name == "sqlite" and args and args[0].startswith("/"):
        with suppress(OSError):  # it is there, or cannot be made: then connecting says why
            os.close(os.open(args[0], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


@event.listens_for(Engine, "connect")
def _prepare_sqlite(dbapi: Any, _record: object) -> None:
    if not isinstance(dbapi, sqlite3.Connection):
        return
    dbapi.isolation_level = None  # the driver must not open transactions by itself
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased must not stay readable in the file
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        dbapi.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if among := connection.get_execution_options().get("signon_writes"):
        _take_place(connection, among)
        if is_sqlite:
            _wait_for_turn(connection)
            _begin_writing(connection)
    elif is_sqlite:
        connection.exec_driver_sql("BEGIN")


@event.listens_for(Engine, "commit")
def _note_commit(connection: Connection) -> None:
    if among := connection.get_execution_options().get("signon_writes"):
        among.wrote()
        _could_not_write.clear()


_PLACE = "signon.place"


def _take_place(connection: Connection, among: Places) -> None:
    held = connection.connection.record_info
    if held is None or held.get(_PLACE):
        return
    if not among.take():
        waiting = sqlite3.OperationalError("too many wait to write: the database is locked")
        waiting.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError("BEGIN", None, waiting)
    held[_PLACE] = among


def _patience() -> float:
    """Return for how many seconds a writer waits for SQLite.

    A page counts a limit and then writes: who has waited in vain once is not to wait so again.
    """
    return (PROBE_MS if places.is_stuck else BUSY_TIMEOUT_MS) / 1000


def _begin_writing(connection: Connection) -> None:
    """Begin as soon as the writer of another process has ended, or give up when that takes long.

    SQLite itself makes who finds the file locked sleep for longer and longer; so it is told not to
    wait, and asked again and again. There is one at most in every process who asks.
    """
    raw: Any = connection.connection.driver_connection
    deadline = time.monotonic() + _patience()
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if is_read_only(error):
                    _could_not_write.set()
                    connection.engine.dispose()  # as below, for what no statement has raised
                if not is_busy or time.monotonic() > deadline:
                    if is_busy:
                        places.in_vain()
                    raise OperationalError("BEGIN IMMEDIATE", None, error) from error
            time.sleep(ASK_AGAIN)
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


_could_not_write = threading.Event()
"""Set from when SQLite refused to write to a file until something was written again."""


def is_read_only(error: BaseException | None) -> bool:
    """Tell whether SQLite refused to write to a file that it has opened for reading alone."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    return isinstance(error, sqlite3.Error) and code & 0xFF == sqlite3.SQLITE_READONLY


@event.listens_for(Engine, "handle_error")
def _open_anew(context: ExceptionContext) -> None:
    """Let go of all connections that were opened while the file could only be read.

    They stay so for as long as they live, also when the file has long become writable again. Those
    that pages open meanwhile are used once (`_require_connected`).
    """
    if is_read_only(context.original_exception):
        _could_not_write.set()
        context.is_disconnect = True


def translated(connection: Connection, error: Exception, sql: str) -> Exception:
    """Return what SQLAlchemy would raise for an error of the driver, and let go as it would.

    For statements that were handed to the driver itself. A connection that is lost is replaced;
    so is one that SQLite has opened for reading alone (`_open_anew`).
    """
    dialect, held = connection.dialect, connection.connection.driver_connection
    base: Any = dialect.loaded_dbapi.Error
    is_lost = is_read_only(error) or bool(dialect.is_disconnect(error, held, None))  # type: ignore[arg-type]
    if is_read_only(error):
        _could_not_write.set()
        connection.engine.dispose()
    raised: Any = DBAPIError.instance(
        sql,
        None,
        error,
        base,
        True,
        is_lost,
        dialect,  # the values stay untold
    )
    if is_lost:
        connection.invalidate(raised)
    return raised if isinstance(raised, Exception) else error


# Threads of one process take turns here, so that one of them asks and the others sleep soundly.
_turn = threading.Lock()
_TURN = "signon.turn"


def _wait_for_turn(connection: Connection) -> None:
    """Wait to be the one writer of this process, as long as SQLite would wait for another's."""
    held = connection.connection.record_info
    if held is None or held.get(_TURN):
        return
    if not _turn.acquire(timeout=_patience()):
        locked = sqlite3.OperationalError("database is locked")
        raise OperationalError("BEGIN IMMEDIATE", None, locked)
    held[_TURN] = True


@event.listens_for(Pool, "checkin")
def _end_turn(_dbapi: object, record: ConnectionPoolEntry) -> None:
    held = record.record_info
    if held and held.pop(_TURN, False):
        _turn.release()
    if held and (among := held.pop(_PLACE, None)):
        among.leave()


def postgresql_options(url: str) -> dict[str, Any]:
    """Return the options of an engine on PostgreSQL; those that its address names come last.

    A statement that waits for a lock as long as SQLite would is given up: one that never comes free
    must not hold every thread, and with them the whole site. Connections that lay idle are tried
    before they are used (`_require_connected`).
    """
    own = f"-c lock_timeout={BUSY_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS}"
    named = make_url(url).query.get("options", "")
    options = " ".join((own, *((named,) if isinstance(named, str) else named))).strip()
    connecting = {"connect_timeout": 5, "application_name": "signon", "options": options}
    # Last in, first out: a few connections stay in use, and the others need not be tried.
    pool = {"pool_recycle": 1800, "pool_timeout": 10, "pool_use_lifo": True}
    return {"connect_args": connecting, **pool}


_IDLE_SINCE = "signon.idle_since"


@event.listens_for(Pool, "checkin")
def _note_idle(_dbapi: object, record: ConnectionPoolEntry) -> None:
    record.info[_IDLE_SINCE] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _require_connected(dbapi: Any, record: ConnectionPoolEntry, _lent: object) -> None:
    """Raise, upon which the pool connects anew, for a connection that was cut off or cannot write.

    SQLAlchemy's own `pool_pre_ping` asks the server each time, which is a second way there for
    every page. What a server says when it ends lies in the socket, and is seen without asking.
    """
    since = record.info.get(_IDLE_SINCE)
    if since is None:
        return  # just opened
    if not hasattr(dbapi, "pgconn"):
        if _could_not_write.is_set():
            raise DisconnectionError
        return
    try:
        if time.monotonic() - since > BELIEVED_SECONDS or _is_spoken_to(dbapi):
            _ping(dbapi)
    except dbapi.OperationalError as error:
        raise InvalidatePoolError from error


def _is_spoken_to(dbapi: Any) -> bool:
    """Tell whether something lies in the socket of an idle connection: mostly its end."""
    waiting = select.poll()
    waiting.register(dbapi.pgconn.socket, select.POLLIN)
    return bool(waiting.poll(0))


def _ping(dbapi: Any) -> None:
    dbapi.autocommit = True  # no transaction stays open
    dbapi.execute("SELECT 1")
    dbapi.autocommit = False
