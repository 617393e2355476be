"""Draws the endorsement form. The empty one is drawn once for each paper and language."""

from functools import lru_cache

from flask import render_template

from signon.endorsements.forms import EndorseForm
from signon.papers.queries import PublicPaper

KEPT = 64
_MARK_GOES_HERE = "safety-mark-goes-here"


def page(paper: PublicPaper, language: str, mark: str) -> str:
    """Return the empty form with a safety mark of its own."""
    return _empty(paper, language).replace(_MARK_GOES_HERE, mark, 1)


def draw(paper: PublicPaper, form: EndorseForm, mark: str, refusal: str = "") -> str:
    """Return the form with everything that was typed, and what stands in its way."""
    if not form.capacity.data:
        form.capacity.data = "organisation" if paper.takes_organisations else "individual"
    values = {"paper": paper, "form": form, "mark": mark, "refusal": refusal}
    return render_template("endorsements/endorse.html", **values)


@lru_cache(maxsize=KEPT)
def _empty(paper: PublicPaper, _language: str) -> str:
    # A paper is equal only to itself in the same version, dates and state, so nothing gets stale.
    return draw(paper, EndorseForm(formdata=None), _MARK_GOES_HERE)
