"""What papers show on the pages of a campaign and on the desk."""

from flask import render_template

from signon.access.guard import signed_in
from signon.access.roles import Role
from signon.campaigns.queries import PublicCampaign
from signon.kernel import clock
from signon.papers import queries
from signon.site.slots import Fill


def of_campaign(campaign: PublicCampaign) -> str:
    """Draw a campaign's papers: open, coming and closed ones."""
    return _draw("papers/_of_campaign.html", campaign, drafts=False)


def on_desk(campaign: PublicCampaign) -> str:
    """Draw a campaign's papers for its leads, drafts included."""
    may_edit = signed_in().may(Role.EDITOR, campaign.id)
    return _draw("papers/_on_desk.html", campaign, drafts=True, may_edit=may_edit)


def _draw(template: str, campaign: PublicCampaign, *, drafts: bool, **values: bool) -> str:
    papers = queries.papers_of(campaign.id, drafts=drafts)
    now = clock.now()
    rows = [(paper, paper.status(now)) for paper in papers]
    return render_template(template, campaign=campaign, rows=rows, **values)


FILLS = (Fill("campaign.papers", 10, of_campaign), Fill("desk.campaign", 10, on_desk))
