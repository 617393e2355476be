"""Who does which kind of work."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from flask import current_app

from signon.jobs.queue import Claimed


class Handler(Protocol):
    """Does one job: returns when done, raises `Retry`, `Refused` or `Outage` when not.

    It may have been done before, because a worker can die between doing and saying so.
    """

    def __call__(self, job: Claimed) -> None:
        """Do the job."""
        ...


@runtime_checkable
class Preparing(Protocol):
    """A handler that wants to see a whole batch before its jobs come one by one."""

    def prepare(self, jobs: Sequence[Claimed]) -> None:
        """Look at the jobs. Nothing in one of them may make this raise."""
        ...


@runtime_checkable
class Resting(Protocol):
    """A handler that keeps something open between jobs."""

    def rest(self) -> None:
        """Close it: the worker has nothing to do, or stops."""
        ...


def find(kind: str) -> Handler | None:
    """Return the handler of a kind of work, or None when no capability knows it."""
    return _handlers().get(kind)


def prepare(jobs: Sequence[Claimed]) -> None:
    """Show each handler that asks for it its part of the batch."""
    for kind, handler in _handlers().items():
        own = [job for job in jobs if job.kind == kind]
        if own and isinstance(handler, Preparing):
            handler.prepare(own)


def rest() -> None:
    """Let every handler close what it keeps open."""
    for handler in _handlers().values():
        if isinstance(handler, Resting):
            handler.rest()


def _handlers() -> dict[str, Handler]:
    register: dict[str, Handler] = current_app.extensions["signon.handlers"]
    return register
