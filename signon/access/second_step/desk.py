"""Pages on which leads set their second step up, renew its recovery codes, and turn it off."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from signon.access import policy
from signon.access.forms import (
    CodeForm,
    FirstCodeForm,
    OwnPasswordForm,
    PasswordAndCodeForm,
    as_text,
    forget_passwords,
)
from signon.access.guard import for_own_account, signed_in
from signon.access.second_step import codes, service
from signon.access.second_step.policy import CodeRefused, IsSetUp, NotSetUp, PasswordWrong
from signon.access.second_step.queries import codes_left, is_on, waiting_secret
from signon.access.throttle import TooMany
from signon.kernel.errors import DomainError
from signon.site.error_pages import words_of

pages = Blueprint("second_step", __name__, url_prefix="/desk/account/second-step")

_REFUSALS = (CodeRefused, PasswordWrong, TooMany)


@pages.get("")
@for_own_account
def show() -> ResponseReturnValue:
    """Show how the second step stands, and what can be done next."""
    return _page()


@pages.post("")
@for_own_account
def begin() -> ResponseReturnValue:
    """Make a secret for the app of whoever knows the password."""
    form = OwnPasswordForm()
    if not form.validate():
        return _page(form)
    try:
        service.begin(signed_in(), as_text(form.password.data))
    except _REFUSALS as refusal:
        return _page(form, refusal)
    except IsSetUp:
        return _back()
    return _back()


@pages.post("/confirmation")
@for_own_account
def confirm() -> ResponseReturnValue:
    """Turn it on with the first code, and show the recovery codes this once."""
    form = FirstCodeForm()
    if not form.validate():
        return _page(form)
    try:
        return _codes_page(service.confirm(signed_in(), as_text(form.code.data)))
    except _REFUSALS as refusal:
        return _page(form, refusal)
    except (IsSetUp, NotSetUp):
        return _back()


@pages.post("/recovery-codes")
@for_own_account
def renew() -> ResponseReturnValue:
    """Make new recovery codes, and show them this once."""
    form = CodeForm()
    if not form.validate():
        return _page(form)
    try:
        return _codes_page(service.renew_codes(signed_in(), as_text(form.code.data)))
    except _REFUSALS as refusal:
        return _page(form, refusal)
    except NotSetUp:
        return _back()


@pages.post("/removal")
@for_own_account
def turn_off() -> ResponseReturnValue:
    """Turn it off, for whoever has both the password and a code."""
    form, lead = PasswordAndCodeForm(), signed_in()
    if not form.validate():
        return _page(form)
    try:
        service.turn_off(lead, as_text(form.password.data), as_text(form.code.data))
    except _REFUSALS as refusal:
        return _page(form, refusal)
    except NotSetUp:
        return _back()
    flash(_("The second step is off. Signing in takes your password alone."), "account")
    return redirect(url_for("account.home"), 303)


def _back() -> ResponseReturnValue:
    return redirect(url_for(".show", next=_next()), 303)


def _next() -> str | None:
    wanted = request.args.get("next", "")
    return policy.desk_page(wanted) if wanted else None


def _codes_page(made: tuple[str, ...]) -> ResponseReturnValue:
    wanted = policy.desk_page(request.args.get("next", ""))
    return render_template("access/recovery_codes.html", codes=made, wanted=wanted)


def _page(form: FlaskForm | None = None, refusal: DomainError | None = None) -> ResponseReturnValue:
    """Return the page; what was sent of secrets is not sent back."""
    lead, given = signed_in(), form or FlaskForm(formdata=None)
    forget_passwords(given)
    secret = waiting_secret(lead.account_id)
    asked = FirstCodeForm if secret else CodeForm
    html = render_template(
        "access/own_second_step.html",
        form=given,
        refusal=words_of(refusal) if refusal else "",
        is_on=is_on(lead.account_id),
        left=codes_left(lead.account_id),
        password_form=form if isinstance(form, OwnPasswordForm) else OwnPasswordForm(formdata=None),
        code_form=form if isinstance(form, CodeForm) else asked(formdata=None),
        secret=codes.as_typed(secret) if secret else "",
        picture=codes.picture(secret, lead.email) if secret else "",
        must_prove=lead.must_prove,
        next=_next(),
    )
    return make_response(html, refusal.status if refusal else 422 if form else 200)
