"""What the public list draws on the pages of papers."""

from flask import render_template

from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.signatories.shapes import Overview
from signon.site.slots import Fill

NEWEST = 12


def counts(paper: PublicPaper) -> str:
    """Return the sentence that says how many stand under a paper."""
    return render_template("signatories/_counts.html", paper=paper, overview=_overview(paper))


def newest(paper: PublicPaper) -> str:
    """Return the signatories that came last."""
    lines = queries.newest(paper.id, NEWEST)
    return render_template(
        "signatories/_newest.html", paper=paper, overview=_overview(paper), lines=lines
    )


def _overview(paper: PublicPaper) -> Overview:
    return queries.overview(paper.id, paper.public_id)


FILLS = (Fill("paper.counts", 10, counts), Fill("paper.after", 10, newest))
