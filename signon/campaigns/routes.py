"""The front page, and the page of a campaign."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from signon.access.cookies import names
from signon.access.guard import public
from signon.campaigns import queries
from signon.kernel import colours
from signon.site import slots
from signon.site.languages import PREFIX, current
from signon.site.page_cache import Edition, cached
from signon.site.slots import framed, slot

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
    is_empty = queries.is_empty()
    papers = {"home.papers": slot("home.papers")}
    return framed("campaigns/home.html", (is_empty,), lambda: {"is_empty": is_empty}, papers)


@pages.get(f"{PREFIX}/campaigns/<slug>")
@public
@cached(_campaign_edition)
def show(slug: str) -> ResponseReturnValue:
    """Show one campaign."""
    campaign = queries.campaign_by_slug(slug, current())
    papers = {"campaign.papers": slot("campaign.papers", campaign)}
    return framed("campaigns/show.html", (campaign,), lambda: {"campaign": campaign}, papers)


def _imprint_edition(slug: str) -> Edition:
    return ("imprint", *queries.edition(slug))


def _privacy_edition(slug: str) -> Edition:
    of_campaign = queries.edition(slug)
    return ("privacy", *of_campaign, *slots.editions("campaign.privacy", of_campaign[0]))


def _about_edition() -> Edition:
    return ("about", *queries.edition_of_all())


@pages.get(f"{PREFIX}/campaigns/<slug>/imprint")
@public
@cached(_imprint_edition)
def imprint(slug: str) -> ResponseReturnValue:
    """Say who hosts a campaign, how to ask them, and what they say of themselves."""
    campaign = queries.campaign_by_slug(slug, current())
    own = queries.imprint(campaign.id, current())
    return render_template("campaigns/imprint.html", campaign=campaign, imprint=own)


@pages.get(f"{PREFIX}/campaigns/<slug>/privacy")
@public
@cached(_privacy_edition)
def privacy(slug: str) -> ResponseReturnValue:
    """Say what is published and kept of whoever signs, for how long, and who sees it."""
    campaign = queries.campaign_by_slug(slug, current())
    co_hosts = queries.co_hosts_now(campaign.id)
    return render_template(
        "campaigns/privacy.html", campaign=campaign, co_hosts=co_hosts, cookies=names()
    )


@pages.get(f"{PREFIX}/about")
@public
@cached(_about_edition)
def about() -> ResponseReturnValue:
    """Say who answers for what on this site, for pages that belong to no campaign."""
    campaigns = queries.all_campaigns(current())
    return render_template("campaigns/about.html", campaigns=campaigns, cookies=names())


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
