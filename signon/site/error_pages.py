"""Refusals and faults, drawn as pages that say what happened, what is safe and what to do next."""

from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, SecurityError

from signon.kernel import troubles
from signon.kernel.errors import Busy, DomainError, OutOfOrder
from signon.site import languages, logs
from signon.site.typed import sent


def init_app(app: Flask) -> None:
    """Answer every fault with a page in the house's own design."""
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DBAPIError, _no_database)
    app.register_error_handler(Exception, _bug)


def words_of(error: DomainError) -> str:
    """Return what a refusal says, in the visitor's language."""
    return _(error.message, **error.values)


def _refusal(error: DomainError) -> Response:
    if error.status >= 500:
        note(error)
    wait, kept = getattr(error, "retry_after", None), None
    if error.status == HTTPStatus.UNAUTHORIZED:
        kept = sent.again(signed_in=False)
    return page(error.status, words_of(error), retry_after=wait, kept=kept)


def _stale_form(_error: CSRFError) -> Response:
    if kept := sent.again(signed_in=True):
        said = _("This page lay open for long, or you signed in anew: nothing was changed yet.")
        return page(400, said, kept=kept)
    return page(
        400,
        _(
            "Your browser did not send the form's safety mark. Please go back, reload the page "
            "and send the form again. Cookies must be allowed for this site."
        ),
    )


def _no_database(error: DBAPIError) -> Response:
    trouble = troubles.of(error)
    if trouble is None:
        return _bug(error)
    refusal = Busy() if trouble.passes else OutOfOrder()
    refusal.__cause__ = error
    return _refusal(refusal)


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
    note(error)
    code = logs.request_id()
    return page(
        500, _("Something went wrong on our side. It has been noted as %(code)s.", code=code)
    )


def note(error: Exception) -> None:
    """Write one line about a failure, for whoever runs the service.

    The exception's own words may hold what somebody typed; its class and its places never do.
    """
    cause = error.__cause__ or error
    trouble = troubles.of(error)
    words = f" ({trouble.words})" if trouble else ""
    sort, place = type(cause).__name__, troubles.place_of(error)
    current_app.logger.error("failed: %s%s at %s", sort, words, place)


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


def page(
    status: int, message: str, *, retry_after: int | None = None, kept: sent.Again | None = None
) -> Response:
    """Return the page for a refusal or a fault; `kept` is a form that can be sent again there."""
    html = render_template("layout/error.html", message=message, status=status, kept=kept)
    response = make_response(html, status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response
