"""A lead's own account: where they are signed in, and their password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.access import guard
from signon.access.account import service
from signon.access.account.devices import words_for
from signon.access.account.forms import ChangePasswordForm
from signon.access.account.queries import own_sessions
from signon.access.cookies import remember_device
from signon.access.forms import as_text, forget_passwords
from signon.access.guard import for_own_account, signed_in
from signon.access.policy import PasswordRefused
from signon.access.second_step.policy import PasswordWrong
from signon.access.second_step.queries import is_on
from signon.access.throttle import TooMany
from signon.site.error_pages import words_of

pages = Blueprint("account", __name__, url_prefix="/desk/account")


@pages.get("")
@for_own_account
def home() -> ResponseReturnValue:
    """Show a lead's account."""
    return _page(ChangePasswordForm(formdata=None))


@pages.post("/password")
@for_own_account
def change_password() -> ResponseReturnValue:
    """Set another password; every other device is signed out."""
    form, lead = ChangePasswordForm(), signed_in()
    if not form.validate():
        return _page(form), 422
    old, new = as_text(form.old.data), as_text(form.new.data)
    words = words_for(request.headers.get("User-Agent", ""))
    try:
        admission = service.change_password(lead, old, new, words)
    except PasswordRefused as refusal:
        form.new.errors = [words_of(refusal)]
        return _page(form), refusal.status
    except PasswordWrong as refusal:
        form.old.errors = [words_of(refusal)]
        return _page(form), refusal.status
    except TooMany as refusal:
        return _page(form, words_of(refusal)), refusal.status
    guard.let_in(admission.secret)
    flash(_("Your password is another one now, and every other device is signed out."), "account")
    return remember_device(redirect(url_for(".home"), 303), admission.device)


@pages.post("/sessions/<public_id>/end")
@for_own_account
def end_session(public_id: str) -> ResponseReturnValue:
    """End one session; whoever ends their own is at the door again."""
    lead = signed_in()
    if not service.end_session(lead, public_id):
        raise NotFound
    flash(_("Signed out there."), "account")
    return redirect(url_for(".home"), 303)


@pages.post("/sessions/end")
@for_own_account
def end_others() -> ResponseReturnValue:
    """End every session but this one."""
    service.end_other_sessions(signed_in())
    flash(_("Every other device is signed out."), "account")
    return redirect(url_for(".home"), 303)


def _page(form: ChangePasswordForm, refusal: str = "") -> str:
    lead = signed_in()
    forget_passwords(form)
    return render_template(
        "access/account.html",
        form=form,
        refusal=refusal,
        email=lead.email,
        sessions=own_sessions(lead),
        has_second_step=is_on(lead.account_id),
    )
