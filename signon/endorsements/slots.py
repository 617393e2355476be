"""What endorsements draw on the page of a paper."""

from flask import render_template, request

from signon.kernel import clock
from signon.papers import queries as papers
from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.site.slots import Fill


def signing(paper: PublicPaper) -> str:
    """Return the panel with the button that matters."""
    now = clock.now()
    status = paper.status(now)
    return render_template(
        "endorsements/_signing.html",
        paper=paper,
        overview=queries.overview(paper.id),
        status=status,
        ended_at=papers.ended_at(paper) if status == "closed" else None,
        asks_until=paper.asks_until(now),
        late=paper.takes_latecomers(now),
        read=paper.asked_text(request.args.get("text")) or None,
    )


FILLS = (Fill("paper.margin", 10, signing),)
