"""Draws a page of the public list, once for each revision of the list."""

from dataclasses import replace
from functools import lru_cache

from flask import render_template, request

from signon.kernel import search
from signon.papers.queries import PublicPaper
from signon.signatories import facets, filters, queries
from signon.signatories.shapes import ListFilter, Overview
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
    typed = request.args.get("q", "")[: search.LONGEST_QUERY]
    return _draw(paper, overview, filters.wanted(request.args), typed).encode()


def _draw(paper: PublicPaper, overview: Overview, wanted: ListFilter, typed: str) -> str:
    groups = facets.groups(overview.of(wanted.capacity), wanted, current())
    if groups:
        found = queries.grouped_page(paper.id, wanted, groups)
    else:
        found = queries.page(paper.id, wanted)
    menu = facets.Menu(paper, replace(wanted, after=""), overview, typed)
    return render_template(
        "signatories/index.html",
        paper=paper,
        wanted=wanted,
        page=found,
        menu=menu,
        margin=facets.margin(menu, current()),
        groups=dict(groups),
        found=queries.found(paper.id, wanted) if wanted.words else None,
    )
