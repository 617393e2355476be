"""Public pages: the form, and what follows it."""

from functools import partial

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from signon.access.guard import public
from signon.access.throttle import limit
from signon.endorsements import service
from signon.endorsements.form import blankform, scope_fields
from signon.endorsements.form.forms import EndorseForm
from signon.extensions import csrf
from signon.kernel import clock
from signon.papers import policy as papers
from signon.papers.queries import paper_by_slug
from signon.signatories import queries
from signon.site import headers
from signon.site.languages import PREFIX, current
from signon.submissions.receiving import public_form

pages = Blueprint("endorsements", __name__, url_prefix=f"{PREFIX}/papers/<slug>")

COUNT = partial(limit, "endorse", "240/10 minutes")
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
    form.promise_read.is_kept = partial(papers.keeps_promise, paper)

    def draw(refusal: str) -> str:
        return blankform.draw(paper, form, generate_csrf(), refusal)

    def sign() -> None:
        service.endorse(paper, form.draft(current()))

    then = url_for(".look_into_your_mailbox", slug=slug)
    return public_form.handle(form, COUNT, draw, public_form.discreetly(form, sign, then=then))


@pages.get("/look-into-your-mailbox")
@public
def look_into_your_mailbox(slug: str) -> ResponseReturnValue:
    """Say what happens next, the same to everybody."""
    paper = paper_by_slug(slug)
    return render_template(
        "endorsements/look_into_your_mailbox.html",
        paper=paper,
        until=service.confirmable_by(paper),
        ends=papers.confirmable_until(paper),
        late=paper.takes_latecomers(clock.now()),
    )


@pages.get("/thank-you")
@public
def thank_you(slug: str) -> ResponseReturnValue:
    """Thank, and show the line on the list if it stands there."""
    paper = paper_by_slug(slug)
    entry = request.args.get("entry", "").replace("\x00", "")
    line = queries.line(paper.id, entry)
    unnamed = line is None and queries.is_counted_unnamed(paper.id, entry)
    return render_template("endorsements/thank_you.html", paper=paper, line=line, unnamed=unnamed)
