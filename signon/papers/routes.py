"""The page of a paper."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from signon.access.doors import public
from signon.kernel import clock
from signon.papers import queries
from signon.site import headers
from signon.site.languages import PREFIX, current

pages = Blueprint("papers", __name__, url_prefix=f"{PREFIX}/papers")

LONG_TEXT = 4
"""Headings from which on a text gets a list of contents."""


@pages.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show a paper: `text` picks the language of the text, `version` an older version."""
    number = request.args.get("version", "")
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None
    paper = queries.paper_by_slug(slug, version)
    text = paper.text(request.args.get("text") or current())
    body = queries.body(text.id)
    html = render_template(
        "papers/show.html",
        paper=paper,
        text=text,
        body=body,
        status=paper.status(clock.now()),
        contents=body.contents if len(body.contents) >= LONG_TEXT else [],
        versions=queries.versions(paper.id),
    )
    return headers.page(html)
