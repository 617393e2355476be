"""Places on a page that capabilities above fill: a template names the place, never who fills it."""

from collections.abc import Callable, Iterable, Sequence
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
    draw_each: Callable[[Sequence[Any]], list[str]] | None = None
    """Draws for many subjects at once, where that asks the database less often."""
    edition: Callable[..., tuple[Any, ...]] | None = None
    """Takes what `editions` is given; returns by what a kept page that shows this is known."""


def init_app(app: Flask) -> None:
    """Give templates the functions `slot` and `slot_each`."""
    app.extensions[REGISTER] = {}
    app.jinja_env.globals.update(slot=slot, slot_each=slot_each)


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


def slot_each(name: str, subjects: Sequence[Any]) -> list[Markup]:
    """Return what `slot` returns for each subject, in their order."""
    fills: list[Fill] = current_app.extensions[REGISTER][name]
    drawn = [
        one.draw_each(subjects) if one.draw_each else [one.draw(subject) for subject in subjects]
        for one in fills
    ]
    return [Markup("").join(Markup(part[at]) for part in drawn) for at in range(len(subjects))]  # noqa: S704 - templates of ours


def editions(name: str, *subject: Any) -> tuple[Any, ...]:
    """Return by what everything that is drawn in a slot is known, in the order of the places."""
    fills: list[Fill] = current_app.extensions[REGISTER][name]
    return tuple(part for one in fills if one.edition for part in one.edition(*subject))
