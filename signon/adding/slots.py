"""What adding draws on the leads' pages for signatories."""

from typing import Any

from flask import render_template

from signon.papers.queries import PublicPaper
from signon.site.slots import Fill


def on_paper(paper: PublicPaper, may_decide: bool) -> str:
    """Lead to the page where somebody is added who signed another way."""
    return render_template("adding/_add_link.html", paper=paper) if may_decide else ""


def on_signatory(_paper: PublicPaper, record: Any, may_decide: bool) -> str:
    """Lead to the page where an entry is repaired."""
    return render_template("adding/_repair_link.html", record=record) if may_decide else ""


FILLS = (Fill("review.paper", 5, on_paper), Fill("review.signatory", 10, on_signatory))
