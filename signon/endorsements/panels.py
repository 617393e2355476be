"""What endorsements show on the page of a paper and on the desk."""

from flask import render_template
from markupsafe import Markup

from signon.endorsements import queries, records
from signon.endorsements.shapes import Overview
from signon.kernel import clock
from signon.papers.queries import PublicPaper

NEWEST = 12


def counts(paper: PublicPaper) -> Markup:
    """Draw the sentence that says how many stand under a paper."""
    return _draw("_counts.html", paper, overview=_overview(paper))


def signing(paper: PublicPaper) -> Markup:
    """Draw the panel with the button that matters."""
    now = clock.now()
    return _draw(
        "_signing.html",
        paper,
        overview=_overview(paper),
        status=paper.status(now),
        asks_until=paper.asks_until(now),
        late=paper.takes_latecomers(now),
    )


def newest(paper: PublicPaper) -> Markup:
    """Draw the signatories that came last."""
    lines = queries.newest(paper.id, NEWEST)
    return _draw("_newest.html", paper, overview=_overview(paper), lines=lines)


def desk_row(paper: PublicPaper) -> Markup:
    """Draw what a lead sees of a paper's endorsements on the first page of the desk."""
    waiting = records.waiting(paper.id)
    return _draw("_desk_row.html", paper, overview=_overview(paper), waiting=waiting)


def _overview(paper: PublicPaper) -> Overview:
    return queries.overview(paper.id, paper.public_id)


def _draw(template: str, paper: PublicPaper, **values: object) -> Markup:
    return Markup(render_template(f"endorsements/{template}", paper=paper, **values))  # noqa: S704


PANELS = {
    "paper_counts": counts,
    "paper_signing": signing,
    "paper_newest": newest,
    "desk_paper": desk_row,
}
