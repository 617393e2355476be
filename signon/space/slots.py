"""What the space draws at the foot of every page: the way in."""

from flask import render_template

from signon.campaigns.queries import PublicCampaign
from signon.site.slots import Fill


def way_in() -> str:
    """Return the link for whoever has signed already."""
    return render_template("space/_way_in.html")


def privacy(_campaign: PublicCampaign) -> str:
    """Return how somebody corrects, withdraws or erases what is stored of them."""
    return render_template("space/_privacy.html")


FILLS = (Fill("page.foot", 10, way_in), Fill("campaign.privacy", 30, privacy))
