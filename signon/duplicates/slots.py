"""What duplicates draw in the leads' rooms."""

from flask import render_template

from signon.papers.queries import PublicPaper
from signon.site.slots import Fill


def on_review(paper: PublicPaper, may_decide: bool) -> str:
    """Return the link to the duplicates of a paper.

    It says no number: to know it, thousands of names are read and compared, which only the pages
    do that are about them.
    """
    return render_template("duplicates/_desk_link.html", paper=paper) if may_decide else ""


FILLS = (Fill("review.paper", 20, on_review),)
