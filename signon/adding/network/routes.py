"""Public pages: the form for a network's members, and what follows it."""

from functools import partial

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf

from signon.access.guard import public
from signon.access.throttle import limit
from signon.adding.network import pasting, service
from signon.adding.network.drafts import MOST_MEMBERS
from signon.adding.network.forms import NetworkForm
from signon.endorsements import policy
from signon.endorsements import service as endorsements
from signon.extensions import csrf
from signon.kernel import countries
from signon.organisations.kind_names import kind_name
from signon.organisations.kinds import KINDS
from signon.papers.queries import paper_by_slug
from signon.site.languages import PREFIX, current
from signon.submissions.receiving import public_form

pages = Blueprint("network", __name__, url_prefix=f"{PREFIX}/papers/<slug>/endorse/network")

COUNT = partial(limit, "network-list", "30/10 minutes", "100/day")
"""How often one network may send the form, mistakes included."""


@pages.route("", methods=["GET", "POST"])
@csrf.exempt  # the form checks it itself and keeps what was typed
@public
def send(slug: str) -> ResponseReturnValue:
    """Show the form, take pasted rows into it, or take in what was typed."""
    paper = paper_by_slug(slug)
    policy.require_capacity(paper, "organisation")
    form = NetworkForm()

    def draw(refusal: str) -> str:
        return render_template(
            "adding/network.html",
            paper=paper,
            form=form,
            mark=generate_csrf(),
            refusal=refusal,
            most=MOST_MEMBERS,
            kinds={code: kind_name(code) for code in KINDS},
            kind_typed=pasting.kind_of_organisation,
            countries=countries.names(str(get_locale())),
        )

    def hand_in() -> None:
        service.hand_in(paper, form.draft(current()))

    then = url_for(".look_into_your_mailbox", slug=slug)
    act = public_form.discreetly(form, hand_in, then=then)
    only_here = {"fill": form.take_pasted, "more": form.add_rows}
    instead = only_here.get(request.form.get("action", ""))
    return public_form.handle(form, COUNT, draw, act, instead=instead)


@pages.get("/look-into-your-mailbox")
@public
def look_into_your_mailbox(slug: str) -> ResponseReturnValue:
    """Say what happens next, the same to everybody."""
    paper = paper_by_slug(slug)
    until = endorsements.confirmable_by(paper)
    return render_template("adding/network_sent.html", paper=paper, until=until)


@pages.get("/received")
@public
def received(slug: str) -> ResponseReturnValue:
    """Say that the hosts have the list, the same to everybody."""
    return render_template("adding/network_received.html", paper=paper_by_slug(slug))
