"""The section of what was signed: the endorsements of a mailbox, and those of its colleagues."""

from flask import render_template

from signon.papers.queries import paper_by_id
from signon.space import queries
from signon.submissions.sections import Holder, Section


def draw(holder: Holder, token: str) -> str:
    """Return everything that the mailbox has signed, with what may be done about it."""
    entries = queries.entries(holder)
    if not entries:
        return ""
    others = [(line, paper_by_id(line.paper_id)) for line in queries.of_colleagues(entries)]
    return render_template("space/_signed.html", entries=entries, others=others, token=token)


SIGNED = Section("endorsements", queries.addresses, draw, queries.stored)
