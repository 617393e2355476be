"""The page where a receipt is checked."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from signon.access.guard import public
from signon.receipts import queries
from signon.site import headers
from signon.site.languages import PREFIX

pages = Blueprint("receipts", __name__, url_prefix=f"{PREFIX}/receipts")


@pages.get("/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show what a receipt says, and what has become of the endorsement since."""
    html = render_template("receipts/show.html", receipt=queries.check(code))
    return headers.secret(make_response(html))
