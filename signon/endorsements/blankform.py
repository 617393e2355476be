"""Draws the endorsement form. The empty one is drawn once for each paper and language."""

from datetime import datetime
from functools import lru_cache

from flask import render_template

from signon.endorsements.forms import EndorseForm
from signon.kernel import clock
from signon.papers.queries import PublicPaper

KEPT = 64
_MARK_GOES_HERE = "safety-mark-goes-here"


def page(paper: PublicPaper, language: str, mark: str) -> str:
    """Return the empty form with a safety mark of its own."""
    return _empty(paper, language, *_stage(paper)).replace(_MARK_GOES_HERE, mark, 1)


def draw(paper: PublicPaper, form: EndorseForm, mark: str, refusal: str = "") -> str:
    """Return the form with everything that was typed, and what stands in its way."""
    if not form.capacity.data:
        form.capacity.data = "organisation" if paper.takes_organisations else "individual"
    late, asks_until = _stage(paper)
    return render_template(
        "endorsements/endorse.html",
        paper=paper,
        form=form,
        mark=mark,
        refusal=refusal,
        late=late,
        asks_until=asks_until,
    )


def _stage(paper: PublicPaper) -> tuple[bool, datetime | None]:
    """Return what the form says that depends on the time and not on the paper alone."""
    now = clock.now()
    return paper.takes_latecomers(now), paper.asks_until(now)


@lru_cache(maxsize=KEPT)
def _empty(paper: PublicPaper, _language: str, _late: bool, _asks_until: datetime | None) -> str:
    # A paper is equal only to itself in the same version, dates and state, so nothing gets stale.
    return draw(paper, EndorseForm(formdata=None), _MARK_GOES_HERE)
