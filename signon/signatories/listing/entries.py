"""Draws the lines of a list, fifty of them on a page.

In a template each line cost 30 µs, and the lines are what a page of the list is made of. So what
every line has is put together here; what few lines say besides is in `signatories/_line.html`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from flask import get_template_attribute
from flask_babel import gettext as _
from markupsafe import Markup, escape

from signon.kernel import countries
from signon.papers.queries import PublicPaper
from signon.signatories.lines import SignatoryLine
from signon.site.formats import day
from signon.site.languages import current

_TEMPLATE = "signatories/_line.html"
_BETWEEN = "\x1f"
"""A control character, which no name holds."""


def entries(
    lines: Iterable[SignatoryLine],
    anchor: bool = True,
    paper: PublicPaper | None = None,
    at: str = "",
    dated: bool = False,
) -> Markup:
    """Return lines of a publication, not rows of a grid.

    With the paper at hand, a line that does not back its current version says which one it does.
    `at` is the address of the list, where the names lead to their entries. `dated` says the day of
    each, for a list in order of time.
    """
    shown = [*lines]
    places = _country_names(current())
    texts = _escaped([part for line in shown for part in (line.name, line.acronym, line.public_id)])
    address, say_more = str(escape(at)), get_template_attribute(_TEMPLATE, "below")
    drawn = []
    for line, name, acronym, public_id in zip(
        shown, texts[0::3], texts[1::3], texts[2::3], strict=True
    ):
        mark = f' id="s-{public_id}"' if anchor else ""
        link = f"{address}/{public_id}" if at else ""
        place = places[line.country]
        if dated and paper:
            place += f" · {day(line.endorsed_at, paper.time_zone)}"
        below = "" if _is_plain(line) else say_more(line)
        drawn.append(
            f'<li{mark}>\n<span class="name">{_named(name, acronym, link)}</span>'
            f'{_beside(line, paper)} <span class="place">{place}</span>\n{below}</li>\n'
        )
    return Markup(f'<ul class="signatories">\n{"".join(drawn)}</ul>\n')  # noqa: S704 - escaped above


def _named(name: str, acronym: str, link: str) -> str:
    """Return a name, its acronym behind it, as a link if there is one; all escaped already."""
    if acronym:
        name = f'{name} <span class="acronym">({acronym})</span>'
    return f'<a href="{link}"><bdi>{name}</bdi></a>' if link else f"<bdi>{name}</bdi>"


def _beside(line: SignatoryLine, paper: PublicPaper | None) -> str:
    """Return what stands behind the name of few: for whom they work, and an older version."""
    said = ""
    if line.affiliation:
        said = f'{_(", ")}<span class="affiliation"><bdi>{escape(line.affiliation)}</bdi></span>'
    if paper and (line.version != paper.version or not paper.is_current):
        said += str(get_template_attribute(_TEMPLATE, "version")(line))
    return said


def _is_plain(line: SignatoryLine) -> bool:
    """Tell whether nothing stands below a line."""
    said = line.statement or line.reservation or line.priorities or line.is_late
    return not said and not line.is_contested and line.source == "form"


def _escaped(texts: Sequence[str]) -> Sequence[str]:
    """Return all of these texts as HTML, escaped in one go."""
    escaped = str(escape(_BETWEEN.join(texts))).split(_BETWEEN)
    return escaped if len(escaped) == len(texts) else [str(escape(text)) for text in texts]


@cache
def _country_names(language: str) -> Mapping[str, str]:
    named = {code: str(escape(name)) for code, name in countries.names(language).items()}
    return {**named, "": ""}  # an imported list need not say where somebody is
