"""What the leads' rooms draw on the first page of the desk, and on their own pages."""

from flask import render_template, request

from signon.access.guard import signed_in
from signon.papers.queries import PublicPaper
from signon.review import past
from signon.review.desk import sees_contacts, way_back
from signon.review.queries import Record, waiting
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


def of_selection(paper: PublicPaper, _may_decide: bool) -> str:
    """Return the button that takes along what is selected."""
    return render_template("review/_take_selection.html", paper=paper)


def notes(paper: PublicPaper, record: Record, may_decide: bool) -> str:
    """Return what leads noted about who signed, and the place for a further note."""
    found, sees = past.notes(record.public_id), sees_contacts(paper)
    authors = {note.author for note in found}
    return render_template(
        "review/_notes.html",
        paper=paper,
        record=record,
        may_decide=may_decide,
        notes=found,
        who=past.names(authors, signed_in(), sees_contacts=sees),
        typed=request.form.get("words", ""),
        back=way_back(""),
    )


FILLS = (
    Fill("desk.paper", 10, on_desk),
    Fill("review.selection", 90, of_selection),
    Fill("review.signatory", 50, notes),
)
