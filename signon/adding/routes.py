"""Public pages of mailed links: is this right, what was written down or corrected for you?"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from signon.adding import emails, links, service
from signon.adding.models import Correction
from signon.audit import trail
from signon.endorsements.entering import service as entering
from signon.endorsements.facts import facts_of
from signon.endorsements.models import Endorsement
from signon.links.pages import Opened, asks_then_acts
from signon.site.languages import PREFIX
from signon.submissions.kinds import kind_of
from signon.submissions.links import not_us_path

pages = Blueprint("adding_mailed", __name__, url_prefix=PREFIX)


@asks_then_acts(pages, "/added/<token>", links.read_added, links.ADDED)
def added(link: Opened[Endorsement]) -> ResponseReturnValue:
    """Show what the hosts wrote down, with a button that says that it is right."""
    return _added(link)


@added.acts
def _prove(link: Opened[Endorsement]) -> ResponseReturnValue:
    """Note that it is right; to press twice is to press once."""
    entering.prove(link.found)
    return _added(link)


def _added(link: Opened[Endorsement]) -> str:
    row = link.found
    return render_template(
        "adding/added.html",
        mark=link.mark,
        row=row,
        occasion=kind_of(row).occasion_of(row),
        facts=facts_of(row),
        not_us=not_us_path(kind_of(row), row),
    )


@asks_then_acts(pages, "/corrected/<token>", links.read_corrected, links.CORRECTED)
def corrected(link: Opened[Correction]) -> ResponseReturnValue:
    """Show old and new, with a button that says that it is right and one that puts it back."""
    return _corrected(link)


@corrected.acts
def _answer(link: Opened[Correction]) -> ResponseReturnValue:
    """Note that it is right, or put back what stood there before."""
    if "undo" in request.form:
        service.put_back(link.found, actor=trail.SIGNATORY)
    else:
        service.say_right(link.found)
    return _corrected(link)


def _corrected(link: Opened[Correction]) -> str:
    row = link.found.endorsement
    return render_template(
        "adding/corrected.html",
        mark=link.mark,
        correction=link.found,
        occasion=kind_of(row).occasion_of(row),
        changes=emails.changes_of(link.found),
    )
