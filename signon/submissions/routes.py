"""Confirming, and saying "this was not us": the same pages for every kind of submission.

GET only asks: mail scanners open links, people press buttons. No page submits itself.
"""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from signon.access.doors import public
from signon.access.throttle import TooMany, network_of, throttle
from signon.extensions import csrf
from signon.site import faults, headers, pacing
from signon.site.languages import PREFIX
from signon.submissions import links, presses, queries, workflow
from signon.submissions.forms import AddressForm, CodeForm
from signon.submissions.kinds import SubmissionKind, all_kinds
from signon.submissions.models import SubmissionMixin
from signon.submissions.states import State

pages = Blueprint("submissions", __name__, url_prefix=PREFIX)

Kind = SubmissionKind[Any]
GUESSES = ("30/10 minutes", "100/day")
"""How many codes one network may try: 58 bits are safe against far more."""


@pages.route("/confirm/<token>", methods=["GET", "POST"])
@csrf.exempt  # the mark of the page is checked instead; see presses
@public
def confirm(token: str) -> ResponseReturnValue:
    """Show what will be published, with a button; confirm when it is pressed."""
    try:
        kind, row = links.read_confirmation(token)
        return _confirm(kind, row, token)
    except links.LinkUnusable as refusal:
        return _unusable(refusal, token)


@pages.route("/confirm", methods=["GET", "POST"])
@csrf.exempt  # CodeForm checks it
@public
def confirm_by_code() -> ResponseReturnValue:
    """Take the code from the e-mail and lead to the same page as the link."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _private("submissions/code.html", _status(form), form=form)
    wait = throttle("confirm-code", *GUESSES, key=network_of(request))
    if wait is not None:
        raise TooMany(wait)
    found = links.find_by_code(form.code.data or "")
    if found is None:
        form.code.errors = [
            _("We do not know this code. Check it against the newest e-mail from us.")
        ]
        return _private("submissions/code.html", 422, form=form)
    return redirect(links.confirmation_url(*found), 303)


@pages.route("/confirm/again", methods=["GET", "POST"])
@csrf.exempt  # AddressForm checks it
@public
def again() -> ResponseReturnValue:
    """Send new links to an address for whatever waits there. Answers alike, whoever asks."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _private("submissions/again.html", _status(form), form=form)
    wait = throttle("confirm-again", *GUESSES, key=network_of(request))
    if wait is not None:
        raise TooMany(wait)
    with pacing.evenly():
        for kind in all_kinds().values():
            for row in queries.waiting_for(kind, form.email.data or ""):
                workflow.resend(kind, row)
    return redirect(url_for(".again_sent"), 303)


@pages.get("/confirm/again/sent")
@public
def again_sent() -> ResponseReturnValue:
    """Say that a link is on its way, if there was anything to confirm."""
    return _private("submissions/again_sent.html")


@pages.post("/confirm/<token>/again")
@csrf.exempt  # as above
@public
def renew(token: str) -> ResponseReturnValue:
    """Send a new link to the address on record of an expired or replaced one."""
    found = links.find_stale(token)
    if not presses.was_pressed(token):
        raise presses.NotPressed
    if found is not None:
        workflow.resend(*found)
    return redirect(url_for(".again_sent"), 303)


@pages.route("/not-us/<token>", methods=["GET", "POST"])
@csrf.exempt  # as above
@public
def not_us(token: str) -> ResponseReturnValue:
    """Take away what somebody else handed in with this address; works before and after."""
    try:
        kind, row = links.read_not_us(token)
    except links.LinkUnusable as refusal:
        return _unusable(refusal, "")
    if presses.was_pressed(token):
        workflow.disown(kind, row)
    elif request.method == "POST":
        raise presses.NotPressed
    return _private(
        "submissions/not_us.html",
        mark=presses.mark(token),
        gone=row.state == State.DISOWNED,
        occasion=kind.occasion_of(row),
        words=kind.words,
    )


def _confirm(kind: Kind, row: SubmissionMixin, token: str) -> ResponseReturnValue:
    pressed = presses.was_pressed(token)
    if row.state == State.SUBMITTED:
        links.require_in_time(kind, row)
        if request.method != "POST":
            return _ask(kind, row, token)
    elif row.state not in (State.CONFIRMED, State.PUBLISHED):
        raise links.LinkOver(again=kind.page_of(row))
    elif not pressed:
        return _private("submissions/already.html", url=kind.thank_you_url(row))
    if not pressed:
        raise presses.NotPressed
    row = workflow.confirm(kind, row)
    return redirect(kind.thank_you_url(row), 303)


def _ask(kind: Kind, row: SubmissionMixin, token: str) -> Response:
    is_reserved = kind.reserved_until(row) is not None
    return _private(
        "submissions/confirm.html",
        mark=presses.mark(token),
        occasion=kind.occasion_of(row),
        facts=kind.facts_of(row),
        reviewed=kind.needs_moderation(row),
        asked_on=row.submitted_at if is_reserved else None,
        asked_by=row.contact.name if row.contact is not None else "",
        words=kind.words,
        not_us=links.not_us_path(kind, row),
    )


def _unusable(refusal: links.LinkUnusable, token: str) -> Response:
    return _private(
        "submissions/unusable.html",
        refusal.status,
        message=faults.words_of(refusal),
        again=refusal.again,
        renew=url_for(".renew", token=token) if refusal.renewable and token else "",
        mark=presses.mark(token),
    )


def _status(form: FlaskForm) -> int:
    return 422 if form.is_submitted() else 200


def _private(template: str, status: int = 200, **values: Any) -> Response:
    return headers.secret(make_response(render_template(template, **values), status))
