"""The language of a page: in its address where it has one, else what the browser asks for."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    g,
    has_request_context,
    make_response,
    redirect,
    request,
)
from flask_babel import force_locale, get_locale
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from signon.extensions import babel
from signon.kernel.languages import DEFAULT, INTERFACE

PREFIX = f"/<any({', '.join(INTERFACE)}):lang>"
"""What the address of every page for the public begins with."""


def init_app(app: Flask) -> None:
    """Teach the app its languages."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    babel.init_app(app, locale_selector=current)
    app.url_value_preprocessor(_take_from_address)
    app.url_defaults(_put_into_address)


def current() -> str:
    """Return the code of the language that the visitor reads."""
    if not has_request_context():
        return DEFAULT
    if "language" not in g:
        g.language = _from_path(request.path) or _preferred()
    language: str = g.language
    return language


def reading(language: str) -> AbstractContextManager[object]:
    """Return a context in which words come in `language`: that of an e-mail's reader."""
    # Most e-mails go to whoever asks for them, in the language that is in force already.
    return nullcontext() if str(get_locale()) == language else force_locale(language)


def elsewhere(path: str) -> Response | None:
    """Return the redirect for an address that lacks only its language, else None."""
    if request.method not in ("GET", "HEAD") or _from_path(path):
        return None
    target = f"/{current()}{path}"
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    try:
        adapter.match(target)
    except (RequestRedirect, MethodNotAllowed):
        pass
    except HTTPException:
        return None
    query = request.query_string.decode("latin-1")
    response = make_response(redirect(f"{target}?{query}" if query else target))
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _preferred() -> str:
    return request.accept_languages.best_match(list(INTERFACE), DEFAULT) or DEFAULT


def _from_path(path: str) -> str:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in INTERFACE else ""


def _take_from_address(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        g.language = values.pop("lang")


def _put_into_address(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current()
