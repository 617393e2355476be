"""What capabilities let whoever runs the service watch: is it well, its numbers, its files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask, current_app

REGISTER = "signon.watched"


class Unusable(Exception):
    """A file that the service needs cannot be used; says which and why."""


@dataclass(frozen=True)
class Gauge:
    """A number of this moment, and what it counts."""

    name: str
    words: str
    value: float


@dataclass(frozen=True)
class Watched:
    """What of one capability is watched."""

    problem: Callable[[], str]
    """Returns what is wrong in one line, "" when all is well. Anybody may read it."""
    gauges: Callable[[], Iterable[Gauge]]
    state: Callable[[], str]
    """Returns one sentence about its files, without the database; raises `Unusable`."""


def init_app(app: Flask) -> None:
    """Let capabilities hand over what is watched."""
    app.extensions[REGISTER] = []


def register(app: Flask, watched: Iterable[Watched]) -> None:
    """Take in what of a capability is watched."""
    app.extensions[REGISTER].extend(watched)


def problems() -> list[str]:
    """Return one line for each that is not well."""
    return [problem for one in _all() if (problem := one.problem())]


def gauges() -> list[Gauge]:
    """Return the numbers of all."""
    return [gauge for one in _all() for gauge in one.gauges()]


def states() -> list[str]:
    """Return what there is to say of files. Raises `Unusable`."""
    return [one.state() for one in _all()]


def _all() -> list[Watched]:
    found: list[Watched] = current_app.extensions[REGISTER]
    return found
