"""What duplicates draw in the leads' rooms."""

from flask import render_template

from signon.duplicates import suggestions
from signon.papers.queries import PublicPaper
from signon.site.slots import Fill


def on_review(paper: PublicPaper, may_decide: bool) -> str:
    """Return the link to the duplicates of a paper, with their number where it is known."""
    if not may_decide:
        return ""
    found = suggestions.of_paper(paper.id, paper.campaign_id, suggestions.NAMES_BY_THE_WAY)
    return render_template("duplicates/_desk_link.html", paper=paper, found=found)


FILLS = (Fill("review.paper", 20, on_review),)
