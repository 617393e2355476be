"""Refusals and faults, drawn as pages that say what happened, what is safe and what to do next."""

import secrets
from traceback import format_tb

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from signon.kernel.errors import Busy, DomainError
from signon.site import languages


def init_app(app: Flask) -> None:
    """Answer every fault with a page in the house's own design."""
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(Exception, _bug)


def words_of(error: DomainError) -> str:
    """Return what a refusal says, in the visitor's language."""
    return _(error.message, **error.values)


def _refusal(error: DomainError) -> Response:
    return page(error.status, words_of(error), retry_after=getattr(error, "retry_after", None))


def _stale_form(_error: CSRFError) -> Response:
    return page(
        400,
        _(
            "Your browser did not send the form's safety mark. Please go back, reload the page "
            "and send the form again. Cookies must be allowed for this site."
        ),
    )


def _no_database(_error: OperationalError) -> Response:
    return _refusal(Busy())


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):
        # Asked for under a name that is not ours: no page, for it would have to link somewhere.
        return Response("400 Bad Request\n", 400, content_type="text/plain")
    if error.code == 404 and request.url_rule is None:
        moved = languages.elsewhere(request.path)
        if moved is not None:
            return moved
    response = error.get_response()
    if error.code is None or error.code < 400:
        return make_response(response)
    drawn = page(error.code, _sentence(error.code))
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            drawn.headers[name] = response.headers[name]
    return drawn


def _bug(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    # The exception's own words may hold what somebody typed; its class and its places never do.
    places = "".join(format_tb(error.__traceback__))
    current_app.logger.error("fault %s: %s\n%s", reference, type(error).__name__, places)
    return page(
        500,
        _("Something went wrong on our side. It has been noted as %(code)s.", code=reference),
    )


def _sentence(status: int) -> str:
    sentences = {
        401: _("Please sign in first."),
        403: _("This is not open to you."),
        404: _("There is no page at this address."),
        405: _("This address does not take that kind of request."),
        413: _("That is too large. Please send less."),
        429: _("That was a lot at once. Please wait a moment and try again."),
    }
    return sentences.get(status, _("The request could not be understood."))


def page(status: int, message: str, *, retry_after: int | None = None) -> Response:
    """Return the page for a refusal or a fault."""
    response = make_response(
        render_template("layout/error.html", message=message, status=status), status
    )
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response
