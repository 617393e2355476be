"""Public pages: the form, and what follows it."""

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from signon.access import constant_time
from signon.access.guard import public
from signon.access.throttle import TooMany, network_of, throttle
from signon.endorsements import blankform, scope_fields, service
from signon.endorsements.forms import EndorseForm
from signon.extensions import csrf
from signon.kernel.errors import DomainError
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.signatories import queries
from signon.site import error_pages, headers
from signon.site.languages import PREFIX, current

pages = Blueprint("endorsements", __name__, url_prefix=f"{PREFIX}/papers/<slug>")

LIMITS = ("240/10 minutes",)
"""Forms one network may send. A conference hall behind one address fits in; a flood does not."""


@pages.route("/endorse", methods=["GET", "POST"])
@csrf.exempt  # the form checks it itself and keeps what was typed
@public
def endorse(slug: str) -> ResponseReturnValue:
    """Show the form; take in what was typed; answer alike whoever signs."""
    if request.method != "POST":
        return headers.secret(make_response(blankform.page(slug, generate_csrf())))
    paper = paper_by_slug(slug)
    form = scope_fields.offer(EndorseForm(), paper)
    if not form.validate_on_submit():
        return _form_page(paper, form, 422)
    try:
        _require_patience()
        with constant_time.padded():
            if not form.filled_in_by_a_robot:
                service.endorse(paper, form.draft(current()))
    except DomainError as refusal:
        return _form_page(paper, form, refusal.status, refusal)
    return redirect(url_for(".look_into_your_mailbox", slug=slug), 303)


@pages.get("/look-into-your-mailbox")
@public
def look_into_your_mailbox(slug: str) -> ResponseReturnValue:
    """Say what happens next, the same to everybody."""
    return render_template("endorsements/look_into_your_mailbox.html", paper=paper_by_slug(slug))


@pages.get("/thank-you")
@public
def thank_you(slug: str) -> ResponseReturnValue:
    """Thank, and show the line on the list if it stands there."""
    paper = paper_by_slug(slug)
    entry = request.args.get("entry", "").replace("\x00", "")
    line = queries.line(paper.id, entry)
    unnamed = line is None and queries.is_counted_unnamed(paper.id, entry)
    return render_template("endorsements/thank_you.html", paper=paper, line=line, unnamed=unnamed)


def _form_page(
    paper: PublicPaper, form: EndorseForm, status: int, refusal: DomainError | None = None
) -> Response:
    """Draw the form with everything that was typed, and what stands in its way."""
    message = error_pages.words_of(refusal) if refusal else ""
    if field := getattr(refusal, "field", ""):
        form[field].errors, message = [message], ""
    html = blankform.draw(paper, form, generate_csrf(), message)
    response = headers.secret(make_response(html, status))
    wait = getattr(refusal, "retry_after", None)
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response


def _require_patience() -> None:
    wait = throttle("endorse", *LIMITS, key=network_of(request))
    if wait is not None:
        raise TooMany(wait)
