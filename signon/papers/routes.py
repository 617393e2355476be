"""The page of a paper."""

import re
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import public
from signon.papers import editions, moved, queries, showing
from signon.papers.texts import comparing, differences
from signon.site.languages import PREFIX, current
from signon.site.page_cache import cached

pages = Blueprint("papers", __name__, url_prefix=f"{PREFIX}/papers")

ANY_NAME = re.compile(r"/papers/[^/]+")


@pages.after_app_request
def lead_on(response: Response) -> Response:
    """Lead from what a paper was called once to what it is called now, wherever its name stands."""
    slug = (request.view_args or {}).get("slug")
    rule = request.url_rule.rule if request.url_rule else ""
    if response.status_code != 404 or not slug or "/papers/<slug>" not in rule:
        return response
    newer = moved.newer_slug(slug)
    if not newer:
        return response
    path = quote(ANY_NAME.sub(f"/papers/{newer}", request.path, count=1))
    query = request.query_string.decode("latin-1")
    code = 301 if request.method in ("GET", "HEAD") else 308
    answer = make_response(redirect(f"{path}?{query}" if query else path, code))
    # A browser that kept it would run in circles once a paper goes back to its older name.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pages.get("/<slug>")
@public
@cached(editions.of_paper, "text", "version", "via", counts=editions.counts)
def show(slug: str) -> ResponseReturnValue:
    """Show a paper: `text` picks the language of the text, `version` an older version."""
    number = request.args.get("version", "")
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None
    paper = queries.paper_by_slug(slug, version)
    asked = request.args.get("text") or current()
    return showing.page(paper, asked)


@pages.get("/<slug>/changes")
@public
@cached(editions.of_paper, "from", "to", "text")
def changes(slug: str) -> ResponseReturnValue:
    """Show what was taken away and added from one version to another, word by word."""
    current_version = queries.paper_by_slug(slug).version
    to = _number("to", current_version)
    older = queries.paper_by_slug(slug, _number("from", max(to - 1, 1)))
    newer = queries.paper_by_slug(slug, to)
    choice = comparing.choose(older, newer, request.args.get("text", ""), current())
    return render_template(
        "papers/changes.html",
        paper=newer,
        older=older,
        newer=newer,
        text=newer.text(choice.language or current()),
        choice=choice,
        between=comparing.steps(queries.versions(newer.id), older.version, newer.version),
        difference=_difference(older, newer, choice.language),
    )


def _difference(
    older: queries.PublicPaper, newer: queries.PublicPaper, language: str
) -> differences.Difference | None:
    if not language or older.version == newer.version:
        return None
    texts = (older.text(language).id, newer.text(language).id)
    return differences.between(*(queries.source(text_id) for text_id in texts))


def _number(name: str, usual: int) -> int:
    """Return the number of a version that the address names; 404 for what is no number."""
    said = request.args.get(name, "")
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) < 6):
        raise NotFound
    return int(said)
