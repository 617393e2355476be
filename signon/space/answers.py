"""Pages behind mailed links: taking over, vouching, and becoming the contact."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from signon.access.doors import public
from signon.endorsements.facts import facts_of
from signon.extensions import csrf
from signon.kernel.errors import DomainError
from signon.links import pressed as presses
from signon.site import faults, headers
from signon.site.languages import PREFIX
from signon.space import joining, offers, outcomes
from signon.space.outcomes import Outcome
from signon.submissions.kinds import kind_of

pages = Blueprint("offers", __name__, url_prefix=PREFIX)


@pages.route("/offers/<token>", methods=["GET", "POST"])
@csrf.exempt  # the mark of the page is checked; see presses
@public
def offer(token: str) -> ResponseReturnValue:
    """Show what is asked, with a yes and a no; carry out the answer that is pressed."""
    try:
        found = offers.read(token)
        if request.method == "POST":
            if not presses.was_pressed(token):
                raise presses.NotPressed
            said = request.form.get("answer", "")
            if said not in ("yes", "no"):
                raise presses.NotPressed
            return _answered(offers.answer(found, yes=said == "yes"))
    except (offers.OfferOver, offers.OfferUnknown, offers.SignedAlready) as refusal:
        return _over(refusal)
    row = found.endorsement
    return _page(
        "offer",
        offer=found,
        occasion=kind_of(row).occasion_of(row),
        facts=facts_of(row),
        mark=presses.mark(token),
    )


@pages.route("/join/<token>", methods=["GET", "POST"])
@csrf.exempt  # as above
@public
def join(token: str) -> ResponseReturnValue:
    """Let a colleague who signed again ask to become the contact."""
    try:
        duplicate, listed = joining.read(token)
        if request.method == "POST":
            if not presses.was_pressed(token):
                raise presses.NotPressed
            offers.ask_to_join(duplicate, listed)
            return _page("join_asked")
    except (offers.OfferOver, offers.OfferUnknown) as refusal:
        return _over(refusal)
    occasion = kind_of(listed).occasion_of(listed)
    return _page("join", occasion=occasion, facts=facts_of(listed), mark=presses.mark(token))


def _answered(outcome: Outcome) -> Response:
    """Say what has come of the answer."""
    said = outcomes.ON_PAGE[outcome.sort, outcome.yes]
    return _page(
        "answered",
        said=_(said),
        stands=_(outcomes.STANDS[outcome.standing]),
        has_space=outcome.yes and outcome.sort == "successor",
    )


def _over(refusal: DomainError) -> Response:
    works = isinstance(refusal, offers.SignedAlready)
    return _page("over", refusal.status, message=faults.words_of(refusal), works=works)


def _page(name: str, status: int = 200, **values: Any) -> Response:
    return headers.secret(make_response(render_template(f"space/{name}.html", **values), status))
