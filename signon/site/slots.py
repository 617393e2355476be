"""Places on a page that capabilities above fill: a template names the place, never who fills it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

REGISTER = "signon.slots"


class SlotTaken(RuntimeError):
    """Two capabilities want the same place in a slot: a bug, found when the app is built."""


@dataclass(frozen=True)
class Fill:
    """What one capability draws in a slot. Smaller places come first; no two may be alike."""

    slot: str
    place: int
    draw: Callable[..., str]
    """Takes what the template hands to the slot; returns HTML, "" for nothing."""


def init_app(app: Flask) -> None:
    """Give templates the functions `slot` and `is_filled`."""
    app.extensions[REGISTER] = {}
    app.jinja_env.globals.update(slot=slot, is_filled=is_filled)


def offer(app: Flask, names: Iterable[str]) -> None:
    """Make known the slots that the pages of a capability have."""
    for name in names:
        app.extensions[REGISTER].setdefault(name, [])


def fill(app: Flask, fills: Iterable[Fill]) -> None:
    """Take in what a capability draws; raise `SlotTaken` for a place that another one has."""
    for one in fills:
        others: list[Fill] = app.extensions[REGISTER].setdefault(one.slot, [])
        if any(other.place == one.place for other in others):
            raise SlotTaken(f"{one.slot} {one.place}")
        others.append(one)
        others.sort(key=lambda other: other.place)


def slot(name: str, *subject: Any) -> Markup:
    """Return what every capability draws in a slot for `subject`, in the order of their places.

    Raises `KeyError` for a slot that no page has declared.
    """
    fills: list[Fill] = current_app.extensions[REGISTER][name]
    return Markup("").join(Markup(one.draw(*subject)) for one in fills)  # noqa: S704 - templates of ours


def is_filled(name: str) -> bool:
    """Tell whether anybody draws something in a slot."""
    return bool(current_app.extensions[REGISTER][name])
