"""The first page of the desk."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from signon.access.guard import for_any_lead, signed_in
from signon.access.roles import Role
from signon.campaigns import queries
from signon.jobs import queries as jobs
from signon.site.languages import current

pages = Blueprint("desk", __name__, url_prefix="/desk")


@pages.get("/")
@for_any_lead
def home() -> ResponseReturnValue:
    """Show the campaigns that this lead may see, and what waits in them."""
    lead = signed_in()
    mine = [c for c in queries.all_campaigns(current()) if c.id in lead.grants]
    owned = lead.campaigns(Role.OWNER)
    dead = jobs.dead_count() if owned else 0
    return render_template(
        "campaigns/desk.html",
        campaigns=mine,
        owned=owned,
        dead=dead,
        edited=lead.campaigns(Role.EDITOR),
        may_create=lead.may_create_campaigns,
        co_hosts=queries.co_hosts_by_id(lead.co_hosts),
    )
