"""What is written down about documents: that one was taken."""

from signon.audit import trail
from signon.papers.queries import PublicPaper
from signon.transaction import command


@command
def note_document(paper: PublicPaper, *, actor: str, form: str, names: int) -> None:
    """Write into the trail that a document was taken, once it is made; it holds no contact."""
    details: dict[str, str | int | bool] = {"format": form, "contacts": False, "rows": names}
    trail.record("export", paper.public_id, actor=actor, **details)
