"""What an address may hold: a control character is no part of any of ours, nor of any search."""

import re
from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.exceptions import BadRequest, NotFound

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def init_app(app: Flask) -> None:
    """Refuse such addresses before anything looks for what they name."""
    app.before_request(_refuse_controls)


def _refuse_controls() -> None:
    """Raise 400 for a query with a control character, 404 for a path with one.

    PostgreSQL cannot even look for a NUL.
    """
    query = unquote_to_bytes(request.query_string).decode("utf-8", "replace")
    if _CONTROL.search(query):
        raise BadRequest
    # What mail programs leave at the end of a link is forgiven.
    if _CONTROL.search(request.path.rstrip("\r\n")):
        raise NotFound
