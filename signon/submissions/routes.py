"""Confirming, and saying "this was not us": the same pages for every kind of submission.

GET only asks: mail scanners open links, people press buttons. No page submits itself.
"""

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from signon.access.guard import public
from signon.access.throttle import limit
from signon.extensions import csrf
from signon.links import guessing
from signon.links.pages import Opened, acts_only, asks_then_acts
from signon.site.languages import PREFIX
from signon.submissions import intake, links, public_form, workflow
from signon.submissions.forms import AddressForm, CodeForm
from signon.submissions.links import Found
from signon.submissions.states import State

pages = Blueprint("submissions", __name__, url_prefix=PREFIX)

COUNT_ASKING = partial(limit, "confirm-again", "30/10 minutes", "100/day")
"""How often one network may ask for new links."""


@asks_then_acts(pages, "/confirm/<token>", links.read_confirmation, links.CONFIRM)
def confirm(link: Opened[Found]) -> ResponseReturnValue:
    """Show what will be published, with a button."""
    kind, row = link.found
    links.require_confirmable(kind, row)
    if row.state in links.DONE:
        return render_template("submissions/already.html", url=kind.thank_you_url(row))
    return render_template(
        "submissions/confirm.html",
        mark=link.mark,
        occasion=kind.occasion_of(row),
        facts=kind.facts_of(row),
        reviewed=kind.lifecycle.needs_moderation(row),
        deferred=kind.deferred(row),
        asked_on=row.submitted_at,
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

    def draw(refusal: str) -> str:
        return render_template("submissions/code.html", form=form, refusal=refusal)

    return public_form.handle(
        form, guessing.count_code, draw, lambda: links.path_of_code(form.code.data or "")
    )


@pages.route("/confirm/again", methods=["GET", "POST"])
@csrf.exempt  # AddressForm checks it
@public
def again() -> ResponseReturnValue:
    """Send new links to an address for whatever waits there. Answers alike, whoever asks."""
    form = AddressForm()

    def draw(refusal: str) -> str:
        mark = generate_csrf()
        return render_template("submissions/again.html", form=form, mark=mark, refusal=refusal)

    def send() -> None:
        intake.resend_all(form.email.data or "")

    then = url_for(".again_sent")
    return public_form.handle(
        form, COUNT_ASKING, draw, public_form.discreetly(form, send, then=then)
    )


@pages.get("/confirm/again/sent")
@public
def again_sent() -> ResponseReturnValue:
    """Say that a link is on its way, if there was anything to confirm."""
    return public_form.page(render_template("submissions/again_sent.html"))


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
