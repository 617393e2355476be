"""What duplicates show on the desk of endorsements."""

from flask import render_template
from markupsafe import Markup

from signon.duplicates import suggestions
from signon.papers.queries import PublicPaper


def desk_link(paper: PublicPaper) -> Markup:
    """Draw the link to the duplicates of a paper, with their number where it is known."""
    found = suggestions.of_paper(paper.id, paper.campaign_id, suggestions.NAMES_BY_THE_WAY)
    html = render_template("duplicates/_desk_link.html", paper=paper, found=found)
    return Markup(html)  # noqa: S704 - a template of ours


PANELS = {"desk_duplicates": desk_link}
