"""The page of a paper."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import public
from signon.kernel import clock
from signon.papers import editions, queries
from signon.papers.texts import comparing, differences
from signon.site.languages import PREFIX, current
from signon.site.page_cache import cached

pages = Blueprint("papers", __name__, url_prefix=f"{PREFIX}/papers")

LONG_TEXT = 4
"""Headings from which on a text gets a list of contents."""


@pages.get("/<slug>")
@public
@cached(editions.of_paper, "text", "version")
def show(slug: str) -> ResponseReturnValue:
    """Show a paper: `text` picks the language of the text, `version` an older version."""
    number = request.args.get("version", "")
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None
    paper = queries.paper_by_slug(slug, version)
    asked = request.args.get("text") or current()
    text = paper.text(asked)
    body = queries.body(text.id)
    return render_template(
        "papers/show.html",
        paper=paper,
        text=text,
        body=body,
        status=paper.status(clock.now()),
        late=paper.takes_latecomers(clock.now()),
        confirmable_until=paper.still_confirmable_until(clock.now()),
        contents=body.contents if len(body.contents) >= LONG_TEXT else [],
        versions=queries.versions(paper.id),
        asked=asked,
        left_behind=queries.left_behind(paper),
    )


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
