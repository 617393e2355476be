"""Today: how a paper stands, and what comes next."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.deciding import curve, standing
from signon.papers.queries import paper_by_slug

pages = Blueprint("today", __name__, url_prefix="/desk/papers/<slug>")


@pages.get("/")
@requires(Role.VIEWER)
def today(slug: str) -> ResponseReturnValue:
    """Show how a paper stands in a sentence, its curve, and the next steps."""
    paper = paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.VIEWER, paper.campaign_id):
        raise NotFound
    return render_template(
        "deciding/today.html",
        paper=paper,
        sentence=standing.sentence_of(paper),
        steps=standing.steps_of(paper),
        curve=curve.curve_of(paper.id, paper.time_zone),
        box=(curve.WIDTH, curve.HEIGHT),
    )
