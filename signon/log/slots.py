"""Where the proofs of lists and entries are offered, and owners told that it stopped."""

from typing import Any

from flask import render_template

from signon.log import queries, watching
from signon.papers.queries import PublicPaper
from signon.signatories.lines import SignatoryLine
from signon.site.slots import Fill


def below_list(paper: PublicPaper) -> str:
    """Return the link to the proof of a whole list."""
    return render_template("log/_list.html", slug=paper.slug)


def at_entry(paper: PublicPaper, line: SignatoryLine) -> str:
    """Return the link to the proof of one entry."""
    return render_template("log/_entry.html", slug=paper.slug, public_id=line.public_id)


def on_receipt(receipt: Any) -> str:
    """Return the same on a receipt, while its endorsement stands on the list under its name."""
    facts = receipt.facts
    if not facts or not queries.is_provable(facts["id"]):
        return ""
    return render_template("log/_entry.html", slug=facts["paper"], public_id=facts["id"])


def at_desk() -> str:
    """Return for owners that the log has stopped, nothing while it goes on."""
    return render_template("log/_stopped.html") if watching.problem() else ""


FILLS = (
    Fill("desk.service", 10, at_desk),
    Fill("list.below", 30, below_list),
    Fill("signatory.entry", 30, at_entry),
    Fill("receipt.foot", 10, on_receipt),
)
