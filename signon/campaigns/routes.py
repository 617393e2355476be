"""The front page, and the page of a campaign."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from signon.access.guard import public
from signon.campaigns import queries
from signon.kernel import colours
from signon.site import slots
from signon.site.languages import PREFIX, current
from signon.site.page_cache import Edition, cached

pages = Blueprint("campaigns", __name__)


def _home_edition() -> Edition:
    return ("home", *queries.edition_of_all(), *slots.editions("home.papers"))


def _campaign_edition(slug: str) -> Edition:
    of_campaign = queries.edition(slug)
    return ("campaign", *of_campaign, *slots.editions("campaign.papers", of_campaign[0]))


@pages.get(f"{PREFIX}/")
@public
@cached(_home_edition, "page")
def home() -> ResponseReturnValue:
    """Show what is to be signed, the newest first."""
    return render_template("campaigns/home.html")


@pages.get(f"{PREFIX}/campaigns/<slug>")
@public
@cached(_campaign_edition)
def show(slug: str) -> ResponseReturnValue:
    """Show one campaign."""
    campaign = queries.campaign_by_slug(slug, current())
    return render_template("campaigns/show.html", campaign=campaign)


@pages.get("/accent/<colour>.css")
@public
def accent(colour: str) -> ResponseReturnValue:
    """Send a campaign's colour as a style sheet: the policy of the site allows no inline style."""
    on_light = f"#{colour}"
    colours.require_legible(on_light)
    on_dark = colours.for_dark(on_light)
    response = make_response(f":root {{ --accent: light-dark({on_light}, {on_dark}); }}\n")
    response.content_type = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
