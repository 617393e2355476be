"""What challenges draw in the leads' rooms, below a list and on the page of one entry."""

from flask import render_template

from signon.challenges import queries
from signon.papers.queries import PublicPaper
from signon.signatories.lines import SignatoryLine
from signon.site.slots import Fill


def on_desk(paper: PublicPaper, may_decide: bool) -> str:
    """Return how many challenges wait, for those who decide about them."""
    if not may_decide:
        return ""
    waiting = queries.number_open(paper.id)
    return render_template("challenges/_on_desk.html", paper=paper, waiting=waiting)


def below_list(paper: PublicPaper) -> str:
    """Return what the names of a list lead to."""
    return render_template("challenges/_below_list.html", paper=paper)


def of_entry(paper: PublicPaper, line: SignatoryLine) -> str:
    """Return the way to the form for whoever did not sign."""
    return render_template("challenges/_of_entry.html", paper=paper, line=line)


FILLS = (
    Fill("review.paper", 10, on_desk),
    Fill("list.below", 10, below_list),
    Fill("signatory.entry", 10, of_entry),
)
