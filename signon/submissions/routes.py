"""Confirming, and saying "this was not us": the same pages for every kind of submission.

GET only asks: mail scanners open links, people press buttons. No page submits itself.
"""

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf

from signon.access.guard import public
from signon.access.throttle import limit
from signon.extensions import csrf
from signon.kernel.errors import DomainError
from signon.links import guessing
from signon.links.pages import Opened, acts_only, asks_then_acts
from signon.outbox import suppression
from signon.outbox.links import NEVER_AGAIN, read_never_again
from signon.site import error_pages
from signon.site.languages import PREFIX
from signon.submissions import contacts, links, workflow
from signon.submissions.links import Correcting, Found
from signon.submissions.receiving import intake, public_form
from signon.submissions.receiving.forms import AddressForm, CodeForm
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
        shares=contacts.shares_of(row.contact_id),
        reviewed=kind.lifecycle.needs_moderation(row),
        deferred=kind.deferred(row),
        asked_on=row.submitted_at,
        asked_by=row.contact.name if row.contact is not None else "",
        words=kind.words,
        not_us=links.not_us_path(kind, row),
        correct=url_for(".correct", token=link.token) if kind.correction else kind.page_of(row),
    )


@confirm.acts
def _confirm(link: Opened[Found]) -> ResponseReturnValue:
    """Confirm; to press twice is to press once."""
    kind, row = link.found
    links.require_confirmable(kind, row)
    row = workflow.confirm(kind, row)
    return redirect(kind.thank_you_url(row), 303)


@asks_then_acts(pages, "/confirm/<token>/correct", links.read_correction, links.CONFIRM)
def correct(link: Opened[Correcting]) -> ResponseReturnValue:
    """Show the form for what is to be confirmed, as it stands."""
    return _correct(link, link.found.form())


@correct.acts
def _save(link: Opened[Correcting]) -> ResponseReturnValue:
    """Write down what was typed, and show once more what is to be confirmed."""
    form = link.found.form()
    if not form.validate():
        return _correct(link, form), 422
    try:
        link.found.correction.carry_out(link.found.row, form)
    except DomainError as refusal:
        return _correct(link, form, error_pages.words_of(refusal)), refusal.status
    return redirect(url_for(".confirm", token=link.token), 303)


def _correct(link: Opened[Correcting], form: FlaskForm, refusal: str = "") -> str:
    return render_template(
        link.found.correction.template,
        form=form,
        refusal=refusal,
        mark=link.mark,
        occasion=link.found.kind.occasion_of(link.found.row),
        back=url_for(".confirm", token=link.token),
    )


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
    """Take it away, and never write again if that was the button; or take that back."""
    kind, row = link.found
    if "undo" in request.form:
        workflow.reclaim(kind, row)
        return redirect(links.confirmation_path(kind, row), 303)
    workflow.disown(kind, row, for_good="for_good" in request.form)
    return _not_us(link)


def _not_us(link: Opened[Found]) -> str:
    kind, row = link.found
    return render_template(
        "submissions/not_us.html",
        mark=link.mark,
        gone=row.state == State.DISOWNED,
        may_undo=workflow.may_reclaim(kind, row),
        is_silent=suppression.is_suppressed(row.address_key or ""),
        occasion=kind.occasion_of(row),
        words=kind.words,
    )


@asks_then_acts(pages, "/never-again/<token>", read_never_again, NEVER_AGAIN)
def never_again(link: Opened[str]) -> ResponseReturnValue:
    """Ask whether never to write to a mailbox again; for a week, whether to do so after all."""
    return _never_again(link)


@never_again.acts
def _silence(link: Opened[str]) -> ResponseReturnValue:
    """Do it, or take it back."""
    if "undo" in request.form:
        workflow.end_silence(link.found)
    else:
        workflow.silence(link.found, "asked")
    return _never_again(link)


@never_again.acts_at_one_click
def _silence_at_once(link: Opened[str]) -> ResponseReturnValue:
    """Do it for a mail program, whatever else it sends: to take it back takes a person."""
    workflow.silence(link.found, "asked")
    return _never_again(link)


def _never_again(link: Opened[str]) -> str:
    return render_template(
        "submissions/never_again.html",
        mark=link.mark,
        is_silent=suppression.is_suppressed(link.found),
        may_undo=suppression.may_be_lifted(link.found),
    )
