"""What others than leads see from here: drafts by a link, and files of public papers."""

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
from signon.papers.showing import Preview
from signon.site import headers
from signon.site.formats import moment
from signon.site.languages import PREFIX, current
from signon.writing import kept

pages = Blueprint("previews", __name__)


@pages.get(f"{PREFIX}/previews/<key>")
@public
def show(key: str) -> ResponseReturnValue:
    """Show a draft to whoever has its link, as it will look; it opens nothing else."""
    throttle.limit("preview", "120 per hour")
    found = kept.paper_of_link(key)
    if found is None:
        raise NotFound
    paper = queries.paper_by_id(found[0])
    if paper.state != "draft":
        return headers.secret(make_response(redirect(url_for("papers.show", slug=paper.slug), 303)))
    ends = moment(found[1], paper.time_zone)
    words = _("This link works until %(moment)s.", moment=ends)
    preview = Preview(words, partial(url_for, ".show", key=key))
    asked = request.args.get("text") or current()
    context = showing.context(paper, asked, preview=preview)
    return headers.secret(make_response(render_template(showing.TEMPLATE, **context)))


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
