"""What deciding draws on the first page of the desk."""

from flask import render_template

from signon.deciding import standing
from signon.papers.queries import PublicPaper
from signon.site.slots import Fill


def on_desk(paper: PublicPaper) -> str:
    """Return how a paper stands, and the way to its rooms."""
    return render_template(
        "deciding/_desk_row.html", paper=paper, sentence=standing.sentence_of(paper)
    )


FILLS = (Fill("desk.paper", 5, on_desk),)
