"""The page that the way out of an update leads to. GET only asks; a button or one click ends."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from signon.endorsements.models import Endorsement
from signon.links.pages import Opened, asks_then_acts
from signon.mailings import links, service
from signon.outbox.links import never_again_token
from signon.papers.queries import paper_by_id
from signon.site.languages import PREFIX

pages = Blueprint("mailings", __name__, url_prefix=f"{PREFIX}/updates")


@asks_then_acts(pages, "/<token>", links.read, links.UPDATES)
def end_updates(link: Opened[Endorsement]) -> ResponseReturnValue:
    """Ask whether to write no more updates about a paper."""
    return _page(link)


@end_updates.acts
def _end(link: Opened[Endorsement]) -> ResponseReturnValue:
    """Do it; twice is harmless."""
    service.end_updates(link.found)
    return _page(link)


@end_updates.acts_at_one_click
def _end_at_once(link: Opened[Endorsement]) -> ResponseReturnValue:
    """Do it for a mail program."""
    service.end_updates(link.found)
    return _page(link)


def _page(link: Opened[Endorsement]) -> str:
    row = link.found
    asked = row.contact is not None and row.contact.updates_wording is not None
    return render_template(
        "mailings/end_updates.html",
        paper=paper_by_id(row.paper_id),
        mark=link.mark,
        is_asked=asked,
        way_out=never_again_token(row.address_key or ""),
    )
