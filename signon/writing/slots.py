"""What writing shows on the first page of the desk."""

from flask import render_template

from signon.access.guard import signed_in
from signon.access.roles import Role
from signon.campaigns.queries import PublicCampaign
from signon.papers.queries import PublicPaper
from signon.site.slots import Fill
from signon.writing import kept


def of_campaign(campaign: PublicCampaign) -> str:
    """Lead to the page where a paper is begun."""
    if not signed_in().may(Role.EDITOR, campaign.id):
        return ""
    return render_template("writing/_desk_campaign.html", campaign=campaign)


def files(paper: PublicPaper) -> str:
    """List the files of a paper on its page."""
    found = kept.files_of(paper.id)
    return render_template("writing/_files.html", paper=paper, files=found) if found else ""


FILLS = (
    Fill("desk.campaign", 20, of_campaign),
    Fill("paper.after", 5, files),
)
