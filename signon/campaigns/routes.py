"""The front page, and the page of a campaign."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from signon.access.guard import public
from signon.campaigns import queries
from signon.kernel import colours
from signon.site import headers
from signon.site.languages import PREFIX, current

pages = Blueprint("campaigns", __name__)


@pages.get(f"{PREFIX}/")
@public
def home() -> ResponseReturnValue:
    """Show every campaign with its papers."""
    campaigns = queries.all_campaigns(current())
    html = render_template("campaigns/home.html", campaigns=campaigns)
    return headers.page(html)


@pages.get(f"{PREFIX}/campaigns/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show one campaign."""
    campaign = queries.campaign_by_slug(slug, current())
    html = render_template("campaigns/show.html", campaign=campaign)
    return headers.page(html)


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
