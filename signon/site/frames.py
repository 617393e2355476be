"""Frames of pages: what a page still shows after somebody has signed, kept with holes in it.

A frame is the template of a page, drawn once from values that change seldom: the text of a paper,
its settings, the words of a language. Those values are the key of the frame in the page cache, so
that a change of any of them draws another one. What changes with every signature is left out and
written into the holes each time. A name of a signatory never stands in a frame.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template
from markupsafe import Markup

from signon.site import page_cache, slots

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

    def slot(name: str, *subject: Any) -> Markup:
        return hole(name) if name in fresh else slots.slot(name, *subject)

    def draw() -> str:
        return render_template(template, **values(), hole=hole, slot=slot)

    parts = page_cache.frame((template, *depends_on), draw).split(mark)
    parts[1::2] = [fresh[name] for name in parts[1::2]]
    return "".join(parts)
