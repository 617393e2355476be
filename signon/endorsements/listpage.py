"""Draws a page of the public list, once for each revision of the list."""

from dataclasses import replace
from functools import lru_cache

from flask import render_template, request

from signon.endorsements import asking, menus, queries, searching
from signon.endorsements.shapes import Overview, Wanted
from signon.papers.queries import PublicPaper
from signon.site.languages import current

KEPT = 256
"""Pages kept in each process; some 10 to 50 kB each."""


def page(paper: PublicPaper) -> bytes:
    """Return the page that the running request asks for.

    Raises `CursorBroken` and `SearchBroken`.
    """
    overview = queries.overview(paper.id, paper.public_id)
    # As it was sent: what the links of the page repeat must be this visitor's own words.
    return _drawn_once(paper, overview, current(), request.query_string)


@lru_cache(maxsize=KEPT)
def _drawn_once(
    paper: PublicPaper, overview: Overview, _language: str, _query_string: bytes
) -> bytes:
    # Two overviews are equal only if they are one, so a page ends with the revision it shows.
    typed = request.args.get("q", "")[: searching.LONGEST_QUERY]
    return _draw(paper, overview, asking.wanted(request.args), typed).encode()


def _draw(paper: PublicPaper, overview: Overview, wanted: Wanted, typed: str) -> str:
    groups = menus.groups(overview.of(wanted.capacity), wanted, current())
    if groups:
        found = queries.grouped_page(paper.id, wanted, groups)
    else:
        found = queries.page(paper.id, wanted)
    menu = menus.Menu(paper, replace(wanted, after=""), overview, typed)
    return render_template(
        "endorsements/signatories.html",
        paper=paper,
        wanted=wanted,
        page=found,
        menu=menu,
        margin=menus.margin(menu, current()),
        groups=dict(groups),
        found=queries.found(paper.id, wanted) if wanted.words else None,
    )
