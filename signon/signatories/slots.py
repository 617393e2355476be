"""What the public list draws on the pages of papers."""

from collections.abc import Callable, Sequence

from flask import get_template_attribute, render_template

from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.signatories.shapes import Overview
from signon.site.slots import Fill

NEWEST = 12


def counts(paper: PublicPaper) -> str:
    """Return the sentence that says how many stand under a paper."""
    return _sentence()(paper, queries.overview(paper.id))


def counts_of_each(papers: Sequence[PublicPaper]) -> list[str]:
    """Return the same for several papers, asking for all of them at once."""
    overviews, sentence = queries.overviews([paper.id for paper in papers]), _sentence()
    return [sentence(paper, overviews[paper.id]) for paper in papers]


def _sentence() -> Callable[[PublicPaper, Overview], str]:
    sentence: Callable[[PublicPaper, Overview], str] = get_template_attribute(
        "signatories/_counts.html", "counts"
    )
    return sentence


def newest(paper: PublicPaper) -> str:
    """Return the signatories that came last."""
    lines = queries.newest(paper.id, NEWEST)
    return render_template(
        "signatories/_newest.html", paper=paper, overview=queries.overview(paper.id), lines=lines
    )


FILLS = (
    Fill("paper.counts", 10, counts, draw_each=counts_of_each),
    Fill("paper.after", 10, newest),
)
