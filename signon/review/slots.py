"""What the leads' rooms draw on the first page of the desk."""

from flask import render_template

from signon.papers.queries import PublicPaper
from signon.review.queries import waiting
from signon.signatories.queries import overview
from signon.site.slots import Fill


def on_desk(paper: PublicPaper) -> str:
    """Return what a lead sees of a paper's endorsements on the first page of the desk."""
    return render_template(
        "review/_desk_row.html",
        paper=paper,
        overview=overview(paper.id),
        waiting=waiting(paper.id),
    )


FILLS = (Fill("desk.paper", 10, on_desk),)
