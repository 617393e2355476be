"""What adding draws on the leads' pages for signatories."""

from typing import Any

from flask import render_template

from signon.adding import emails, queries
from signon.adding.proofs.desk import may_see
from signon.adding.proofs.service import proof_of
from signon.endorsements import publication
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
        proof=proof_of(record.row_id) if may_see(paper.campaign_id) else None,
        corrections=queries.corrections_of(record.row_id),
        changes_of=emails.changes_of,
    )


def in_the_way(paper: PublicPaper, public_id: str) -> str:
    """Offer what may become of two entries of one organisation where the other one is listed."""
    row = queries.of_paper(paper.id, public_id)
    other = publication.in_the_way(row) if row and not row.contested_at else None
    if other is None:
        return ""
    return render_template("adding/_in_the_way.html", row=row, other=other)


FILLS = (
    Fill("review.in_the_way", 10, in_the_way),
    Fill("review.paper", 5, on_paper),
    Fill("review.signatory", 10, on_signatory),
)
