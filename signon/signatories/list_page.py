"""Draws a page of the public list."""

from dataclasses import replace

from flask import render_template, request

from signon.kernel import search
from signon.papers.queries import PublicPaper
from signon.signatories import facets, filters, queries
from signon.site.languages import current


def draw(paper: PublicPaper) -> str:
    """Return the page that the running request asks for.

    Raises `CursorBroken` and `SearchBroken`.
    """
    overview = queries.overview(paper.id)
    wanted = filters.wanted(request.args)
    typed = request.args.get("q", "")[: search.LONGEST_QUERY]
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
        groups=dict(groups),
        found=queries.found(paper.id, wanted) if wanted.words else None,
    )
