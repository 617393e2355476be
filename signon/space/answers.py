"""Pages behind mailed links: taking over, vouching, and becoming the contact."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from signon.endorsements.facts import facts_of
from signon.endorsements.models import Endorsement
from signon.links.pages import Opened, asks_then_acts
from signon.links.pressed import NotPressed
from signon.site.languages import PREFIX
from signon.space import handover, links, offers, outcomes
from signon.space.models import Offer
from signon.space.outcomes import Outcome
from signon.submissions.kinds import kind_of

pages = Blueprint("offers", __name__, url_prefix=PREFIX)

Pair = tuple[Endorsement, Endorsement]


@asks_then_acts(pages, "/offers/<token>", offers.read, links.OFFER)
def offer(link: Opened[Offer]) -> ResponseReturnValue:
    """Show what is asked, with a yes and a no."""
    row = link.found.endorsement
    return render_template(
        "space/offer.html",
        offer=link.found,
        occasion=kind_of(row).occasion_of(row),
        facts=facts_of(row),
        mark=link.mark,
    )


@offer.acts
def _answer(link: Opened[Offer]) -> ResponseReturnValue:
    """Carry out the answer that is pressed."""
    said = request.form.get("answer", "")
    if said not in ("yes", "no"):
        raise NotPressed
    return _answered(offers.answer(link.found, yes=said == "yes"))


def _answered(outcome: Outcome) -> str:
    """Say what has come of the answer."""
    said = outcomes.ON_PAGE[outcome.sort, outcome.yes]
    return render_template(
        "space/answered.html",
        said=_(said),
        stands=_(outcomes.STANDS[outcome.standing]),
        has_space=outcome.yes and outcome.sort == "successor",
    )


@asks_then_acts(pages, "/join/<token>", handover.read, links.JOIN)
def join(link: Opened[Pair]) -> ResponseReturnValue:
    """Show a colleague who signed again what they may ask to become the contact of."""
    _duplicate, listed = link.found
    occasion, facts = kind_of(listed).occasion_of(listed), facts_of(listed)
    return render_template("space/join.html", occasion=occasion, facts=facts, mark=link.mark)


@join.acts
def _ask_to_join(link: Opened[Pair]) -> ResponseReturnValue:
    """Ask the contact."""
    offers.ask_to_join(*link.found)
    return render_template("space/join_asked.html")
