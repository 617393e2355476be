"""Draws a page of the public list."""

from dataclasses import replace

from flask import render_template, request

from signon.kernel.text import search
from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.signatories.listing import facets, filters, paging, positions
from signon.signatories.listing.facets import Menu
from signon.signatories.listing.paging import Groups
from signon.signatories.shapes import ListFilter, Page, Shown
from signon.site.languages import current


def draw(paper: PublicPaper) -> str:
    """Return the page that the running request asks for.

    Raises `CursorBroken` and `SearchBroken`.
    """
    overview = queries.overview(paper.id)
    wanted = replace(filters.wanted(request.args), reader=current())
    typed = request.args.get("q", "")[: search.LONGEST_QUERY]
    groups = facets.groups(overview.of(wanted.capacity), wanted, current())
    menu = Menu(paper, replace(wanted, after="", at="", every=False), overview, typed)
    total = paging.found(paper.id, wanted) if wanted.words else menu.total
    size = Shown(0, 0, total, bool(wanted.words))
    if wanted.every and size.fits:
        wanted = replace(wanted, after="", at="")
        page = paging.every(paper.id, wanted, groups)
    else:
        page = _page(paper, wanted, groups)
    return render_template(
        "signatories/index.html",
        paper=paper,
        wanted=wanted,
        page=page,
        menu=menu,
        groups=dict(groups),
        shown=positions.shown(paper, wanted, groups, page, (total, overview.revision)),
    )


def _page(paper: PublicPaper, wanted: ListFilter, groups: Groups) -> Page:
    if groups:
        return paging.grouped_page(paper.id, wanted, groups)
    return paging.page(paper.id, wanted)
