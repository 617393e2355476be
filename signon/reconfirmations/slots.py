"""What rounds show on the page of a paper and on the desk."""

from flask import render_template

from signon.access.guard import signed_in
from signon.access.roles import Role
from signon.papers import queries as papers
from signon.papers.queries import PublicPaper
from signon.reconfirmations import policy, queries
from signon.site.slots import Fill


def of_paper(paper: PublicPaper) -> str:
    """Say on a paper's page that its signatories are being asked, until when, and what if not."""
    # A paper with one version has no round, so most pages ask nothing of the database.
    is_first = paper.is_current and paper.version == 1
    asking = None if is_first else queries.open_round(paper.id)
    if asking is None:
        return ""
    versions = papers.versions(paper.id)
    return _draw(
        "_panel.html",
        paper,
        asking=asking,
        changed_at=next(v.created_at for v in versions if v.number == asking.asks_up_to + 1),
        number=next(v.number for v in versions if v.id == asking.version_id),
    )


def on_desk(paper: PublicPaper) -> str:
    """Lead to a paper's rounds, where there is something to ask."""
    if not signed_in().may(Role.EDITOR, paper.campaign_id):
        return ""
    if not policy.asks_up_to(papers.versions(paper.id)):
        return ""
    return _draw("_desk_row.html", paper, asking=queries.open_round(paper.id))


def _draw(template: str, paper: PublicPaper, **values: object) -> str:
    return render_template(f"reconfirmations/{template}", paper=paper, **values)


FILLS = (Fill("paper.opening", 10, of_paper), Fill("desk.paper", 20, on_desk))
