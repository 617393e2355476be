"""What deciding draws on the first page of the desk."""

from flask import render_template

from signon.access.guard import signed_in
from signon.access.roles import Role
from signon.campaigns.queries import PublicCampaign
from signon.deciding import standing
from signon.papers.queries import PublicPaper
from signon.site.slots import Fill


def on_desk(paper: PublicPaper) -> str:
    """Return how a paper stands, and the way to its rooms."""
    return render_template(
        "deciding/_desk_row.html",
        paper=paper,
        sentence=standing.sentence_of(paper),
        is_public=paper.state != "draft",
    )


def of_campaign(campaign: PublicCampaign) -> str:
    """Lead to what happened in a campaign, and to what this lead is told of it."""
    may_decide = signed_in().may(Role.MODERATOR, campaign.id)
    template = "deciding/_desk_campaign.html"
    return render_template(template, campaign=campaign, may_decide=may_decide)


def of_selection(paper: PublicPaper, may_decide: bool) -> str:
    """Return the buttons that lead to what a decision about the selected ones would do."""
    template = "deciding/_of_selection.html"
    return render_template(template, paper=paper) if may_decide else ""


FILLS = (
    Fill("desk.paper", 5, on_desk),
    Fill("desk.campaign", 30, of_campaign),
    Fill("review.selection", 10, of_selection),
)
