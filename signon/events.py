"""Events: what one capability tells, and those above it hear inside the command that made it.

An event is a small frozen dataclass in the `events.py` of whoever tells it, so that its listeners
know what it carries. Whoever tells knows nobody who hears.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

REGISTER = "signon.listeners"


@dataclass(frozen=True)
class Listener:
    """What to call when an event of this very class is told."""

    event: type[Any]
    call: Callable[[Any], object]


def init_app(app: Flask) -> None:
    """Begin with nobody listening."""
    app.extensions[REGISTER] = {}


def listen(app: Flask, listeners: Iterable[Listener]) -> None:
    """Take in the listeners of a capability; they are called in the order in which they come."""
    for listener in listeners:
        app.extensions[REGISTER].setdefault(listener.event, []).append(listener.call)


def tell(event: Any) -> None:
    """Call everybody who listens to such an event, in the running command.

    What one of them raises ends the command, and with it what was told.
    """
    for call in current_app.extensions[REGISTER].get(type(event), ()):
        call(event)
