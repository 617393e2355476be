"""Places on a page that capabilities above fill: a template names the place, never who fills it.

A frame is a page that is kept without what is in some of them: what still stands after somebody has
signed, drawn once from values that change seldom, such as the text of a paper, its settings, the
words of a language. Those values are its key in the page cache, so that a change of any of them
draws another one. What changes with every signature is left out and written into the holes each
time; no name of a signatory ever stands in a frame. A slot that is no hole is kept with the frame,
so what fills it must go by its subject and the language alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup

from signon.site import page_cache

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


Fresh = Mapping[str, str]
"""What is written into the holes, by name: HTML."""


def framed(
    template: str,
    depends_on: page_cache.Edition,
    values: Callable[[], Mapping[str, Any]],
    fresh: Fresh,
) -> str:
    """Return the page that `template` makes of `values`, with what is `fresh` in its holes.

    `depends_on` holds all that the values are made of. `hole(name)` leaves a hole in the template,
    and so does a slot of a name that is fresh. To be called in a view whose pages are kept: of the
    running request a frame sees the path and the language.
    """
    mark = page_cache.mark_of_holes()

    def hole(name: str) -> Markup:
        return Markup(f"{mark}{name}{mark}")  # noqa: S704 - names of ours

    def slot_or_hole(name: str, *subject: Any) -> Markup:
        return hole(name) if name in fresh else slot(name, *subject)

    def draw() -> str:
        return render_template(template, **values(), hole=hole, slot=slot_or_hole)

    parts = page_cache.frame((template, *depends_on), draw).split(mark)
    parts[1::2] = [fresh[name] for name in parts[1::2]]
    return "".join(parts)
