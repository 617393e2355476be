"""Confirming, and saying "this was not us": the same pages for every kind of submission.

GET only asks: mail scanners open links, people press buttons. No page submits itself.
"""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from signon.access import constant_time
from signon.access.guard import public
from signon.access.throttle import limit
from signon.extensions import csrf
from signon.links import guessing
from signon.links.pages import Opened, acts_only, asks_then_acts
from signon.site import headers
from signon.site.languages import PREFIX
from signon.submissions import intake, links, queries, workflow
from signon.submissions.forms import AddressForm, CodeForm
from signon.submissions.kinds import all_kinds
from signon.submissions.links import Found
from signon.submissions.states import State

pages = Blueprint("submissions", __name__, url_prefix=PREFIX)

ASKED = ("30/10 minutes", "100/day")
"""How often one network may ask for new links."""


@asks_then_acts(pages, "/confirm/<token>", links.read_confirmation, links.CONFIRM)
def confirm(link: Opened[Found]) -> ResponseReturnValue:
    """Show what will be published, with a button."""
    kind, row = link.found
    links.require_confirmable(kind, row)
    if row.state in links.DONE:
        return render_template("submissions/already.html", url=kind.thank_you_url(row))
    is_reserved = kind.reserved_until(row) is not None
    return render_template(
        "submissions/confirm.html",
        mark=link.mark,
        occasion=kind.occasion_of(row),
        facts=kind.facts_of(row),
        reviewed=kind.needs_moderation(row),
        asked_on=row.submitted_at if is_reserved else None,
        asked_by=row.contact.name if row.contact is not None else "",
        words=kind.words,
        not_us=links.not_us_path(kind, row),
    )


@confirm.acts
def _confirm(link: Opened[Found]) -> ResponseReturnValue:
    """Confirm; to press twice is to press once."""
    kind, row = link.found
    links.require_confirmable(kind, row)
    row = workflow.confirm(kind, row)
    return redirect(kind.thank_you_url(row), 303)


@pages.route("/confirm", methods=["GET", "POST"])
@csrf.exempt  # CodeForm checks it
@public
def confirm_by_code() -> ResponseReturnValue:
    """Take the code from the e-mail and lead to the same page as the link."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _private("submissions/code.html", _status(form), form=form)
    guessing.count_code()
    found = links.find_by_code(form.code.data or "")
    if found is None:
        form.code.errors = [
            _("We do not know this code. Check it against the newest e-mail from us.")
        ]
        return _private("submissions/code.html", 422, form=form)
    return redirect(links.confirmation_path(*found), 303)


@pages.route("/confirm/again", methods=["GET", "POST"])
@csrf.exempt  # AddressForm checks it
@public
def again() -> ResponseReturnValue:
    """Send new links to an address for whatever waits there. Answers alike, whoever asks."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _private("submissions/again.html", _status(form), form=form)
    limit("confirm-again", *ASKED)
    with constant_time.padded():
        for kind in all_kinds().values():
            for row in queries.waiting_for(kind, form.email.data or ""):
                intake.resend(kind, row)
    return redirect(url_for(".again_sent"), 303)


@pages.get("/confirm/again/sent")
@public
def again_sent() -> ResponseReturnValue:
    """Say that a link is on its way, if there was anything to confirm."""
    return _private("submissions/again_sent.html")


@acts_only(pages, "/confirm/<token>/again", links.find_stale, links.CONFIRM)
def renew(link: Opened[Found | None]) -> ResponseReturnValue:
    """Send a new link to the address on record of an expired or replaced one, if it is known."""
    if link.found is not None:
        intake.resend(*link.found)
    return redirect(url_for(".again_sent"), 303)


@asks_then_acts(pages, "/not-us/<token>", links.read_not_us, links.NOT_US)
def not_us(link: Opened[Found]) -> ResponseReturnValue:
    """Ask whether to take away what somebody else handed in; works before and after."""
    return _not_us(link)


@not_us.acts
def _disown(link: Opened[Found]) -> ResponseReturnValue:
    """Take it away, and say so."""
    workflow.disown(*link.found)
    return _not_us(link)


def _not_us(link: Opened[Found]) -> str:
    kind, row = link.found
    return render_template(
        "submissions/not_us.html",
        mark=link.mark,
        gone=row.state == State.DISOWNED,
        occasion=kind.occasion_of(row),
        words=kind.words,
    )


def _status(form: FlaskForm) -> int:
    return 422 if form.is_submitted() else 200


def _private(template: str, status: int = 200, **values: Any) -> Response:
    return headers.secret(make_response(render_template(template, **values), status))
