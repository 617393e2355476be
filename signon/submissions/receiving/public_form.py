"""Public intake: what every form that anybody may send does, in one order.

The rate limit comes before anything that was typed is checked, looked up or mailed; only the safety
mark comes before it, so that a page of another site cannot use up what a network may send. Whoever
is refused gets the same form back with everything that was typed; whoever is not is led on by a
redirect.
"""

from collections.abc import Callable

from flask import Response, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from signon.access import constant_time
from signon.kernel.errors import DomainError
from signon.site import error_pages, headers
from signon.submissions.receiving.forms import SubmissionForm

Draw = Callable[[str], str]
"""Draws the page of a form as it is filled in; takes what stands in its way, "" for nothing."""


def handle(
    form: FlaskForm,
    count: Callable[[], None],
    draw: Draw,
    hand_in: Callable[[], str],
    *,
    instead: Callable[[], object] | None = None,
) -> ResponseReturnValue:
    """Answer a request for the page of a form: show it, or take in what was typed.

    `count` counts the attempt and raises `TooMany`; `hand_in` acts and returns the address to go
    on to. What either refuses is said on the page: beside the field that the refusal's `field`
    names, or above the form. `instead` is what a button does that only changes the form.
    """
    if request.method != "POST":
        return page(draw(""))
    try:
        if not _is_of_our_page(form):
            return page(draw(""), 422)
        count()
        if instead is not None:
            instead()
            return page(draw(""))
        if not form.validate():
            return page(draw(""), 422)
        then = hand_in()
    except DomainError as refusal:
        return _refused(form, draw, refusal)
    return redirect(then, 303)


def discreetly(
    form: SubmissionForm, hand_in: Callable[[], object], *, then: str
) -> Callable[[], str]:
    """Return a `hand_in` that takes the same time whatever is known of the address typed.

    A robot that has filled in the trap is answered like everybody, and nothing is handed in.
    """

    def act() -> str:
        with constant_time.padded():
            if not form.filled_in_by_a_robot:
                hand_in()
        return then

    return act


def page(html: str, status: int = 200) -> Response:
    """Return a page that no cache keeps and whose address is told to nobody."""
    return headers.secret(make_response(html, status))


def _is_of_our_page(form: FlaskForm) -> bool:
    """Tell whether a form brings the safety mark of a page that we have drawn for this browser."""
    return "csrf_token" not in form or bool(form.csrf_token.validate(form))


def _refused(form: FlaskForm, draw: Draw, refusal: DomainError) -> Response:
    """Return the form with everything that was typed, and what stands in its way."""
    words = error_pages.words_of(refusal)
    if field := getattr(refusal, "field", ""):
        form[field].errors, words = [words], ""
    response = page(draw(words), refusal.status)
    wait = getattr(refusal, "retry_after", None)
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response
