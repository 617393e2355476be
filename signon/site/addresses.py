"""What an address may hold, and how templates come by the addresses of pages.

A control character is no part of any of our addresses, nor of any search.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask, request, url_for
from werkzeug.exceptions import BadRequest, NotFound

from signon.site import languages

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

MOST_LINKS = 4096
"""Addresses that are remembered. A list of 50 lines has some hundred."""


def init_app(app: Flask) -> None:
    """Refuse such addresses before anything looks for what they name."""
    app.before_request(_refuse_controls)
    app.jinja_env.globals["url_for"] = _remembering()


def _remembering() -> Callable[..., str]:
    """Return `url_for` for templates, which builds a path once: Flask takes 20 µs for each.

    A path hangs on what it is given, on the language of the page, and on where the app is mounted.
    """

    @lru_cache(MOST_LINKS)
    def path(endpoint: str, _language: str, _root: str, *values: tuple[str, str]) -> str:
        named: dict[str, Any] = dict(values)
        return url_for(endpoint, **named)

    def link(endpoint: str, **values: Any) -> str:
        said = [(name, str(value)) for name, value in values.items() if value is not None]
        is_plain = all(isinstance(value, str | int | None) for value in values.values())
        if not is_plain or endpoint.startswith(".") or any(name[0] == "_" for name in values):
            return url_for(endpoint, **values)
        return path(endpoint, languages.current(), request.script_root, *said)

    return link


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
