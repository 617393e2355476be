"""What tests of the log begin with, and how they read it."""

import json
from datetime import timedelta
from typing import Any

import time_machine
from sqlalchemy import select, update

from signon.extensions import db
from signon.kernel import clock
from signon.log import keys, notes, service
from signon.log.models import LogCheckpoint, LogLeaf
from signon.log.notes import Checkpoint

Leaf = dict[str, Any]


def advance() -> None:
    """Let the worker do all that waits."""
    while service.advance():
        pass


def a_minute_later() -> time_machine.travel:
    """Return a block that is lived in the minute after this one."""
    return time_machine.travel(clock.now() + timedelta(minutes=1), tick=False)


def said() -> list[Leaf]:
    """Return what the leaves say, in their order."""
    db.session.rollback()
    return [
        json.loads(entry)
        for entry in db.session.scalars(select(LogLeaf.entry).order_by(LogLeaf.number))
    ]


def kinds() -> list[str]:
    return [leaf["kind"] for leaf in said()]


def signed() -> list[Checkpoint]:
    """Return the checkpoints that were signed, in their order; each is genuine."""
    db.session.rollback()
    public = keys.for_checking()
    assert public is not None
    found = db.session.scalars(select(LogCheckpoint.note).order_by(LogCheckpoint.size))
    return [notes.read(note, public) for note in found]


def meddle(table: Any, *which: Any, **values: Any) -> None:
    """Write to the database as nobody should."""
    with db.engine.begin() as connection:
        connection.execute(update(table).where(*which).values(**values))
    db.session.rollback()
