"""What imports draw on the leads' pages for signatories."""

from typing import Any

from flask import render_template

from signon.imports.queries import brought_by
from signon.papers.queries import PublicPaper


def on_signatory(paper: PublicPaper, record: Any, may_decide: bool) -> str:
    """Say from which list an entry came, and on what evidence."""
    run = brought_by(record.row_id) if record.source == "import" else None
    if run is None:
        return ""
    return render_template("imports/_origin.html", paper=paper, run=run, may_decide=may_decide)
