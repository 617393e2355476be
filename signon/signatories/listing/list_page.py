"""Draws a page of the public list."""

from dataclasses import replace
from typing import Any

from flask import get_template_attribute, render_template, request

from signon.kernel.text import search
from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.signatories.listing import facets, filters, paging, positions
from signon.signatories.listing.facets import Menu
from signon.signatories.listing.paging import Groups
from signon.signatories.shapes import ListFilter, Page, Shown
from signon.site.languages import current
from signon.site.slots import framed


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
    shown = positions.shown(paper, wanted, groups, page, (total, overview.revision))
    lines = render_template(
        "signatories/_lines.html",
        paper=paper,
        wanted=wanted,
        page=page,
        menu=menu,
        groups=dict(groups),
        shown=shown,
    )
    return _framed(menu, shown, lines, has_lines=bool(page.lines))


def _framed(menu: Menu, shown: Shown, lines: str, *, has_lines: bool) -> str:
    """Return the page with its lines and numbers; the rest is kept while people sign."""
    wanted, numbers, letters = menu.wanted, menu.numbers(), menu.letters(shown.total)
    fresh = {
        "counts": _macro("_list_counts", "list_counts", menu, wanted.capacity == "individual"),
        "chosen": _macro("_chosen", "chosen_of", menu, shown) if menu.is_narrowed else "",
        "lines": lines,
        **numbers,
    }
    values = {"has_lines": has_lines, "has_individuals": bool(menu.overview.individuals.total())}
    return framed(
        "signatories/index.html",
        (menu.paper, wanted, menu.typed, sorted(numbers), letters, values),
        lambda: {"paper": menu.paper, "menu": menu, "wanted": wanted, "letters": letters, **values},
        fresh,
    )


def _macro(template: str, name: str, *values: Any) -> str:
    return str(get_template_attribute(f"signatories/{template}.html", name)(*values))


def _page(paper: PublicPaper, wanted: ListFilter, groups: Groups) -> Page:
    if groups:
        return paging.grouped_page(paper.id, wanted, groups)
    return paging.page(paper.id, wanted)
