"""Commands: everything one call changes is committed together, or not at all."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from signon.extensions import RUNNING, db
from signon.kernel import troubles
from signon.kernel.database import WRITING
from signon.kernel.errors import Busy, Changed, OutOfOrder

P = ParamSpec("P")
T = TypeVar("T")
Call = Callable[[], object]

_QUIET = ("signon.jobs.", "signon.access.counters.")
"""What a worker and the limits commit many times a second; jobs have lines of their own."""

log = logging.getLogger("signon.command")

_CONNECTION = "signon.connection"
_NOTES = "signon.notes"
_BEFORE = "signon.before_commit"
_AFTER = "signon.after_commit"


class WroteOutsideCommand(RuntimeError):
    """A row was about to be written without a command: a bug, found before it does harm."""


def command(func: Callable[P, T]) -> Callable[P, T]:
    """Make `func` one unit: commit when the outermost command returns, roll back when it raises.

    What was read before the command is forgotten, because it may have been stale by the time the
    command begins: rows handed in are read again inside the transaction that writes.
    Raises `Busy` when the database cannot be had in time and `Changed` when a row moved under us.
    """

    name = f"{func.__module__}.{func.__qualname__}"
    is_quiet = name.startswith(_QUIET)

    @wraps(func)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        session = db.session()
        if session.info.get(RUNNING):
            return func(*args, **kwargs)
        with _transaction(session):
            result = func(*args, **kwargs)
            _call_all(session, _BEFORE)
        _call_all(session, _AFTER)
        if not is_quiet:
            log.info("done: %s", name)
        return result

    return run


def running_connection() -> Connection:
    """Return the connection of the running command, without the way through the session."""
    held: Connection = db.session().info[_CONNECTION]
    return held


def before_commit(call: Call, *, first: bool = False) -> None:
    """Run `call` once, inside the transaction, as the last thing the current command does.

    With `first` it runs before those without. What takes a lock needs one place among the others,
    whichever a command asks for first: else two commands wait for each other.
    """
    _remember(_BEFORE, call, first=first)


def after_commit(call: Call) -> None:
    """Run `call` once, when the current command has been committed."""
    _remember(_AFTER, call)


def notes() -> dict[str, Any]:
    """Return what the current command wants to remember until it ends, whichever way it ends."""
    remembered: dict[str, Any] = db.session().info.setdefault(_NOTES, {})
    return remembered


@contextmanager
def attempt() -> Iterator[None]:
    """Try a part of the running command: what it raises takes back that part, and nothing before.

    Its notes and calls are forgotten with its rows, so that the trail tells of nothing undone.
    """
    session = db.session()
    calls = [session.info.setdefault(name, []) for name in (_BEFORE, _AFTER)]
    kept, noted = [*map(copy, calls)], {name: copy(value) for name, value in notes().items()}
    try:
        with session.begin_nested():
            yield
    except BaseException:
        for those, before in zip(calls, kept, strict=True):
            those[:] = before
        session.info[_NOTES] = noted
        raise


@contextmanager
def _transaction(session: Session) -> Iterator[None]:
    session.rollback()
    session.info[RUNNING] = True
    try:
        session.info[_CONNECTION] = session.connection(execution_options=WRITING)
        yield
        session.commit()
    except DBAPIError as error:
        _abandon(session)
        trouble = troubles.of(error)
        if trouble is None:
            raise
        raise (Busy if trouble.passes else OutOfOrder) from error
    except StaleDataError as error:
        _abandon(session)
        raise Changed from error
    except BaseException:
        _abandon(session)
        raise
    finally:
        session.info[RUNNING] = False
        session.info.pop(_NOTES, None)
        session.info.pop(_CONNECTION, None)


def _abandon(session: Session) -> None:
    session.rollback()
    session.info.pop(_BEFORE, None)
    session.info.pop(_AFTER, None)


def _remember(when: str, call: Call, *, first: bool = False) -> None:
    calls = db.session().info.setdefault(when, [])
    if call not in calls:
        calls.insert(0 if first else len(calls), call)


def _call_all(session: Session, when: str) -> None:
    calls = session.info.get(when, [])
    while calls:
        calls.pop(0)()


@event.listens_for(Session, "before_flush")
def _refuse_stray_writes(session: Session, _context: object, _instances: object) -> None:
    if not session.info.get(RUNNING) and (session.new or session.dirty or session.deleted):
        raise WroteOutsideCommand("write inside a @command")
