"""The door of the desk: sign in, sign out, choose a password."""

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from signon.access import guard, links, policy, service
from signon.access.account.devices import words_for
from signon.access.cookies import device_cookie, remember_device
from signon.access.forms import (
    CodeForm,
    ForgottenForm,
    PasswordForm,
    SignInForm,
    as_text,
    forget_passwords,
)
from signon.access.guard import public
from signon.access.models import Account
from signon.access.policy import PasswordRefused
from signon.access.second_step.policy import CodeRefused, Overdue
from signon.access.service import Admission, Halfway, SignInRefused
from signon.access.throttle import TooMany, network_of
from signon.extensions import csrf
from signon.kernel.errors import DomainError
from signon.links.pages import Opened, asks_then_acts

pages = Blueprint("access", __name__, url_prefix="/desk")

BAD, UNPROCESSABLE = 400, 422


@pages.route("/sign-in", methods=["GET", "POST"])
@csrf.exempt  # the form checks it itself and keeps what was typed
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return _page("access/sign_in.html", form)
    email, password = as_text(form.email.data), as_text(form.password.data)
    device = request.cookies.get(device_cookie(), "")
    words = words_for(request.headers.get("User-Agent", ""))
    try:
        admission = service.sign_in(email, password, network_of(request), device, words)
    except (SignInRefused, TooMany) as refusal:
        return _page("access/sign_in.html", form, refusal)
    wanted = policy.desk_page(request.args.get("next", ""))
    if isinstance(admission, Halfway):
        guard.let_halfway(admission.mark)
        return redirect(url_for(".second_step", next=wanted), 303)
    return _welcome(admission, wanted)


@pages.route("/sign-in/code", methods=["GET", "POST"])
@csrf.exempt  # as above
@public
def second_step() -> ResponseReturnValue:
    """Ask for the code, when the password was right."""
    if not guard.halfway():
        if request.method == "POST":
            raise Overdue
        return redirect(url_for(".sign_in"), 303)
    form = CodeForm()
    if not form.validate_on_submit():
        return _page("access/second_step.html", form)
    device = request.cookies.get(device_cookie(), "")
    words = words_for(request.headers.get("User-Agent", ""))
    typed, network = as_text(form.code.data), network_of(request)
    try:
        admission = service.take_second_step(guard.halfway(), typed, network, device, words)
    except Overdue:
        guard.let_out()
        return redirect(url_for(".sign_in", after="late"), 303)
    except (CodeRefused, TooMany) as refusal:
        form.code.data = ""
        return _page("access/second_step.html", form, refusal)
    return _welcome(admission, policy.desk_page(request.args.get("next", "")))


def _welcome(admission: Admission, wanted: str) -> ResponseReturnValue:
    guard.let_in(admission.secret)
    return remember_device(redirect(wanted, 303), admission.device)


@pages.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if lead := guard.let_out():
        service.sign_out(lead)
    return redirect(url_for(".sign_in", after="sign-out"), 303)


@pages.route("/password/forgotten", methods=["GET", "POST"])
@csrf.exempt  # as above
@public
def forgotten() -> ResponseReturnValue:
    form = ForgottenForm()
    if not form.validate_on_submit():
        return _page("access/forgotten.html", form)
    try:
        service.ask_reset(as_text(form.email.data), network_of(request))
    except TooMany as refusal:
        return _page("access/forgotten.html", form, refusal)
    return redirect(url_for(".asked"), 303)


@pages.get("/password/asked")
@public
def asked() -> ResponseReturnValue:
    return render_template("access/asked.html")


@asks_then_acts(
    pages, "/password/<token>", links.account_for_link, links.PASSWORD_RESET, links.INVITATION
)
def set_password(link: Opened[Account]) -> ResponseReturnValue:
    """Ask for the password after an invitation or a reset."""
    return _password_page(link, PasswordForm())


@set_password.acts
def _set_password(link: Opened[Account]) -> ResponseReturnValue:
    """Set it; this device is known from then on."""
    form = PasswordForm()
    if not form.validate():
        return _password_page(link, form)
    try:
        device = service.set_password(link.token, as_text(form.password.data))
    except PasswordRefused as refusal:
        form.password.errors = [_words(refusal)]
        return _password_page(link, form)
    return remember_device(redirect(url_for(".sign_in", after="password"), 303), device)


def _password_page(link: Opened[Account], form: PasswordForm) -> ResponseReturnValue:
    return _page("access/set_password.html", form, email=link.found.email, mark=link.mark)


@asks_then_acts(pages, "/not-me/<token>", links.account_for_not_me, links.NOT_ME)
def not_me(link: Opened[Account]) -> ResponseReturnValue:
    """Ask whether every session is to end, after a sign-in that was not the owner's."""
    return render_template("access/not_me.html", email=link.found.email, mark=link.mark)


@not_me.acts
def _not_me(link: Opened[Account]) -> ResponseReturnValue:
    """End them; the password is to be chosen anew."""
    service.end_by_mail(link.token)
    return redirect(url_for(".sign_in", after="not-me"), 303)


@pages.after_request
def _keep_private(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(
    template: str, form: FlaskForm, refusal: DomainError | None = None, **values: str
) -> ResponseReturnValue:
    """Return the page with its form, what was typed into it, and why it was not done."""
    forget_passwords(form)
    words = _words(refusal) if refusal else ""
    response = make_response(render_template(template, form=form, refusal=words, **values))
    if refusal:
        response.status_code = refusal.status
    elif form.errors:
        response.status_code = BAD if "csrf_token" in form.errors else UNPROCESSABLE
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _words(refusal: DomainError) -> str:
    return _(refusal.message, **refusal.values)
