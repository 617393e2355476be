"""Stored things that another version of a rule has worked out are worked out anew, bit by bit.

Each batch is a command of its own: a run that is broken off goes on where it was, because what is
stale says so itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, literal, or_, select

from signon.extensions import db
from signon.jobs.models import JOBS, WAITING
from signon.jobs.queue import Claimed, enqueue
from signon.transaction import command

BATCHES = 20
"""Commands of one job; the rest waits behind more urgent work."""

_LATER = 90


@dataclass(frozen=True)
class Renewal:
    """What is made anew: `kind` names its job, `is_due` says whether anything is stale.

    `renew_batch` is a command that makes some of it anew and returns of how many.
    """

    kind: str
    is_due: Callable[[], bool]
    renew_batch: Callable[[], int]

    @command
    def begin(self) -> None:
        """Let the worker begin, unless it is about to or nothing is stale."""
        if not self._is_waiting() and self.is_due():
            self._enqueue()

    def run(self, job: Claimed) -> None:
        """Make some batches anew, and leave the rest to another job."""
        for _ in range(BATCHES):
            if not self.renew_batch():
                return
        self._enqueue()

    @command
    def _enqueue(self) -> None:
        enqueue(self.kind, {}, priority=_LATER)

    def _is_waiting(self) -> bool:
        waits = (JOBS.c.kind == self.kind, JOBS.c.state == literal(WAITING, literal_execute=True))
        return bool(db.session.scalar(select(exists().where(*waits))))


def is_another(column: Any, version: str) -> ColumnElement[bool]:
    """Say "made by another version" in the way that an index can look up."""
    return or_(column < version, column > version)
