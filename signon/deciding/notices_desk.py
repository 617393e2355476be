"""Where a lead chooses how often they hear what waits."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from signon.access.guard import for_own_account, signed_in
from signon.deciding import notices
from signon.deciding.models import HOW_OFTEN

pages = Blueprint("notices", __name__, url_prefix="/desk/notices")


@pages.get("")
@for_own_account
def show() -> ResponseReturnValue:
    """Show how often this lead hears what waits."""
    often = notices.choice_of(signed_in().account_id)
    return render_template("deciding/notices.html", often=often, choices=HOW_OFTEN)


@pages.post("")
@for_own_account
def choose() -> ResponseReturnValue:
    """Note how often this lead wants to hear it."""
    often = request.form.get("how_often", "")
    if often not in HOW_OFTEN:
        raise BadRequest
    notices.choose(signed_in().account_id, often)
    flash(_("Saved."), "notices")
    return redirect(url_for(".show"), 303)
