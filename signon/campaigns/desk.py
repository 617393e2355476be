"""The first page of the desk."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.exceptions import NotFound

from signon.access.guard import for_any_lead, signed_in
from signon.access.roles import Role
from signon.access.throttle import limit
from signon.campaigns import queries
from signon.jobs import queries as jobs
from signon.operations import service as operations
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


@pages.post("/jobs/retry")
@for_any_lead
def retry_jobs() -> ResponseReturnValue:
    """Try again what has failed for good; for owners, who see that there is such work."""
    lead = signed_in()
    if not lead.campaigns(Role.OWNER):
        raise NotFound
    limit("retry", "6/hour", key=lead.public_id)
    number = operations.retry_all(actor=lead.public_id)
    done = ngettext(
        "%(num)s piece of work is tried again.", "%(num)s pieces of work are tried again.", number
    )
    flash(done, "settings")
    return redirect(url_for("desk.home"), 303)
