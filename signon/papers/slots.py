"""What papers show on the front page, on the page of a campaign and on the desk."""

from flask import render_template, request
from werkzeug.exceptions import NotFound

from signon.campaigns.queries import PublicCampaign, titles
from signon.kernel import clock
from signon.papers import editions, policy, queries
from signon.papers.queries import PublicPaper
from signon.site.languages import current
from signon.site.slots import Fill

PAGE = 12
"""Papers on one page of the front page."""


def newest() -> str:
    """Draw one page of the papers of all campaigns, the open ones first; 404 past the last one."""
    number = _page_number()
    papers = queries.newest_papers(number, PAGE)
    if number > 1 and not papers:
        raise NotFound
    shown, following = papers[:PAGE], number + 1 if len(papers) > PAGE else None
    campaigns = titles({paper.campaign_id for paper in shown}, current())
    return render_template(
        "papers/_newest.html",
        rows=_with_status(shown),
        campaigns=campaigns,
        number=number,
        following=following,
    )


def of_campaign(campaign: PublicCampaign) -> str:
    """Draw a campaign's papers: open, coming and closed ones."""
    rows = _with_status(queries.papers_of(campaign.id))
    return render_template("papers/_of_campaign.html", rows=rows, campaigns={})


def kept_how_long(campaign: PublicCampaign) -> str:
    """Draw until when each paper of a campaign keeps the people behind its endorsements."""
    rows = [(paper, policy.erase_after(paper)) for paper in queries.papers_of(campaign.id)]
    return render_template("papers/_privacy.html", rows=rows)


def on_desk(campaign: PublicCampaign) -> str:
    """Draw a campaign's papers for its leads, drafts included."""
    rows = _with_status(queries.papers_of(campaign.id, drafts=True))
    return render_template("papers/_on_desk.html", campaign=campaign, rows=rows)


def _with_status(papers: list[PublicPaper]) -> list[tuple[PublicPaper, str]]:
    now = clock.now()
    return [(paper, paper.status(now)) for paper in papers]


def _page_number() -> int:
    said = request.args.get("page", "1")
    if not (said.isascii() and said.isdigit() and 0 < len(said) < 6 and int(said)):
        raise NotFound
    return int(said)


FILLS = (
    Fill("home.papers", 10, newest, edition=editions.of_all),
    Fill("campaign.papers", 10, of_campaign, edition=editions.of_campaign),
    Fill("campaign.privacy", 20, kept_how_long, edition=editions.of_campaign),
    Fill("desk.campaign", 10, on_desk),
)
