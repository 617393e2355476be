"""What adding draws on the leads' pages for signatories."""

from typing import Any

from flask import render_template

from signon.adding import emails, queries
from signon.papers.queries import PublicPaper
from signon.site.slots import Fill


def on_paper(paper: PublicPaper, may_decide: bool) -> str:
    """Lead to the page where somebody is added who signed another way."""
    return render_template("adding/_add_link.html", paper=paper) if may_decide else ""


def on_signatory(paper: PublicPaper, record: Any, may_decide: bool) -> str:
    """Show what leads corrected of an entry, old and new; lead to where it is repaired."""
    return render_template(
        "adding/_on_signatory.html",
        paper=paper,
        record=record,
        may_decide=may_decide,
        corrections=queries.corrections_of(record.row_id),
        changes_of=emails.changes_of,
    )


FILLS = (Fill("review.paper", 5, on_paper), Fill("review.signatory", 10, on_signatory))
