"""What the leads' rooms draw on their own pages."""

from flask import render_template, request

from signon.access.guard import signed_in
from signon.papers.queries import PublicPaper
from signon.review import past
from signon.review.desk import sees_contacts, way_back
from signon.review.queries import Record
from signon.site.slots import Fill


def of_selection(paper: PublicPaper, _may_decide: bool) -> str:
    """Return the button that takes along what is selected."""
    return render_template("review/_take_selection.html", paper=paper)


def notes(paper: PublicPaper, record: Record, may_decide: bool) -> str:
    """Return what leads noted about who signed, and the place for a further note.

    It is free text and may hold an address, so it is for whoever may see addresses.
    """
    sees = sees_contacts(paper)
    found = past.notes(record.public_id) if sees else []
    authors = {note.author for note in found}
    return render_template(
        "review/_notes.html",
        paper=paper,
        record=record,
        may_decide=may_decide,
        may_read=sees,
        notes=found,
        who=past.names(authors, signed_in(), sees_contacts=sees),
        typed=request.form.get("words", ""),
        back=way_back(""),
    )


FILLS = (
    Fill("review.selection", 90, of_selection),
    Fill("review.signatory", 50, notes),
)
