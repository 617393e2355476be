"""The page where a receipt is checked."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import public
from signon.access.throttle import limit
from signon.links import guessing
from signon.receipts import queries
from signon.site import headers
from signon.site.languages import PREFIX

pages = Blueprint("receipts", __name__, url_prefix=f"{PREFIX}/receipts")


@pages.get("/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show what a receipt says, and what has become of the endorsement since."""
    try:
        receipt = queries.check(code)
    except NotFound:
        limit("wrong-receipts", guessing.OF_A_NETWORK)  # a good one is never counted
        raise
    html = render_template("receipts/show.html", receipt=receipt)
    return headers.secret(make_response(html))
