"""What others than leads see from here: drafts by a link, and files of public papers."""

from collections.abc import Callable
from functools import partial

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.access import throttle
from signon.access.guard import public
from signon.papers import queries, showing
from signon.papers.queries import PublicPaper
from signon.papers.showing import Preview
from signon.site import headers
from signon.site.formats import moment
from signon.site.languages import PREFIX, current
from signon.writing import kept
from signon.writing.text import unsaved

pages = Blueprint("previews", __name__)


@pages.get(f"{PREFIX}/previews/<key>")
@public
def show(key: str) -> ResponseReturnValue:
    """Show a draft to whoever has its link, as it will look; it opens nothing else."""
    throttle.limit("preview", "120 per hour")
    found = kept.opened_by(key)
    if found is None:
        raise NotFound
    paper = queries.paper_by_id(found.paper_id)
    place = unsaved.Place(found.made_by, paper.id, found.language)
    typed = unsaved.find(place) if found.language else None
    if typed is None and (found.language or paper.state != "draft"):
        return _published(paper, found.language)
    preview = Preview(_until(found, paper), _pages_of(paper, key, found.language))
    asked = found.language or request.args.get("text") or current()
    drawn = showing.drawn(typed) if typed else None
    context = showing.context(paper, asked, typed=drawn, preview=preview)
    return headers.secret(make_response(render_template(showing.TEMPLATE, **context)))


def _published(paper: PublicPaper, language: str) -> ResponseReturnValue:
    """Lead on to the page of the paper once there is nothing else to see; 404 for a draft."""
    if paper.state == "draft":
        raise NotFound
    page = url_for("papers.show", slug=paper.slug, text=language or None)
    return headers.secret(make_response(redirect(page, 303)))


def _until(found: kept.Opened, paper: PublicPaper) -> str:
    ends = moment(found.expires_at, paper.time_zone)
    if found.language and paper.state != "draft":
        return _("A text that is not saved yet. This link works until %(moment)s.", moment=ends)
    return _("This link works until %(moment)s.", moment=ends)


def _pages_of(paper: PublicPaper, key: str, language: str) -> Callable[..., str]:
    """Return where other languages lead to: what is public is seen there."""
    if language and paper.state != "draft":
        return partial(url_for, "papers.show", slug=paper.slug)
    return partial(url_for, ".show", key=key)


@pages.get("/papers/<slug>/files/<public_id>.pdf")
@public
def file(slug: str, public_id: str) -> Response:
    """Hand out a file of a public paper, to be kept and never to be opened within the site."""
    paper = queries.paper_by_slug(slug)
    found = [one for one in kept.files_of(paper.id) if one.public_id == public_id]
    if not found:
        raise NotFound
    response = current_app.response_class(kept.content(found[0].sha256), mimetype="application/pdf")
    response.set_etag(found[0].sha256)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    headers.attachment(headers.public(response), found[0].name)
    response.make_conditional(request)
    return response
