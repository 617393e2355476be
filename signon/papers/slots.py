"""What papers show on the front page, on the page of a campaign and on the desk."""

from itertools import islice

from flask import get_template_attribute, render_template, request
from werkzeug.exceptions import NotFound

from signon.campaigns.queries import PublicCampaign, titles
from signon.kernel import clock
from signon.papers import editions, policy, queries
from signon.papers.queries import PublicPaper
from signon.site.languages import current
from signon.site.page_cache import parts
from signon.site.slots import Fill, slot_each

Titles = dict[int, tuple[str, str]]
"""Titles of campaigns with their languages, by the key of the campaign."""

PAGE = 12
"""Papers on one page of the front page."""


def newest() -> str:
    """Draw one page of the papers of all campaigns, the open ones first; 404 past the last one."""
    number = _page_number()
    papers = editions.newest(number, PAGE)
    if number > 1 and not papers:
        raise NotFound
    shown = dict(islice(papers.items(), PAGE))
    return render_template(
        "papers/_newest.html",
        papers=parts(shown, _draw_with_campaigns),
        number=number,
        following=number + 1 if len(papers) > PAGE else None,
    )


def of_campaign(campaign: PublicCampaign) -> str:
    """Draw a campaign's papers: open, coming and closed ones."""
    papers = parts(editions.each_of_campaign(campaign.id), _draw)
    return render_template("papers/_of_campaign.html", papers=papers)


def _draw_with_campaigns(editions_: editions.Editions) -> list[str]:
    """Draw papers as they stand on a list of all campaigns."""
    papers = queries.papers_by_ids(editions_)
    campaigns = titles({paper.campaign_id for paper in papers.values()}, current())
    return _items(editions_, papers, campaigns)


def _draw(editions_: editions.Editions) -> list[str]:
    """Draw papers as they stand on the page of their campaign."""
    return _items(editions_, queries.papers_by_ids(editions_), {})


def _items(
    editions_: editions.Editions, papers: dict[int, PublicPaper], campaigns: Titles
) -> list[str]:
    known = [papers[key] for key in editions_ if key in papers]
    numbers = dict(
        zip((paper.id for paper in known), slot_each("paper.counts", known), strict=True)
    )
    item = get_template_attribute("papers/_item.html", "item")
    return [
        item(papers[key], edition[-1], numbers[key], campaigns.get(papers[key].campaign_id))
        if key in papers
        else ""
        for key, edition in editions_.items()
    ]


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
