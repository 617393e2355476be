"""Shape of what is typed at the door."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from signon.access.policy import LONGEST_PASSWORD, SHORTEST_PASSWORD

_LONGEST_ADDRESS = 254


def _address() -> StringField:
    return StringField(
        _l("E-mail address"),
        [InputRequired(_l("Enter your e-mail address.")), Length(max=_LONGEST_ADDRESS)],
        render_kw={
            "type": "email",
            "autocomplete": "username",
            "maxlength": _LONGEST_ADDRESS,
            "dir": "ltr",
        },
    )


class SignInForm(FlaskForm):
    """Address and password. Which of them is wrong is told to nobody."""

    email = _address()
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password.")), Length(max=LONGEST_PASSWORD)],
        render_kw={"type": "password", "autocomplete": "current-password", "dir": "ltr"},
    )


class CodeForm(FlaskForm):
    """A code of the moment, or one for recovery."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Enter the code.")), Length(max=100)],
        description=_l("Six digits from your app, or one of your recovery codes."),
        render_kw={"autocomplete": "one-time-code", "maxlength": 100, "dir": "ltr"},
    )


class FirstCodeForm(CodeForm):
    """The code by which an app shows that it has the secret; there are none for recovery yet."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Enter the code.")), Length(max=100)],
        description=_l("Six digits from your app."),
        render_kw={"autocomplete": "one-time-code", "maxlength": 100, "dir": "ltr"},
    )


class OwnPasswordForm(FlaskForm):
    """The password of whoever is signed in, once more."""

    password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Enter your password.")), Length(max=LONGEST_PASSWORD)],
        render_kw={"type": "password", "autocomplete": "current-password", "dir": "ltr"},
    )


class PasswordAndCodeForm(OwnPasswordForm, CodeForm):
    """Both, for what nobody may do at a desk that was left open."""


class ForgottenForm(FlaskForm):
    """The address of the account that needs a new password."""

    email = _address()


class PasswordForm(FlaskForm):
    """A new password. The page's own mark is checked, not a cookie's."""

    class Meta(FlaskForm.Meta):
        csrf = False

    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Enter a password."))],
        description=_l("At least twelve characters. Four or five words in a row are good."),
        render_kw={
            "type": "password",
            "autocomplete": "new-password",
            "minlength": SHORTEST_PASSWORD,
            "maxlength": LONGEST_PASSWORD,
            "dir": "ltr",
        },
    )


def forget_passwords(form: FlaskForm) -> None:
    """Empty what is secret, before a page shows the form again."""
    for field in form:
        if isinstance(field, PasswordField):
            field.data = None


def as_text(value: Any) -> str:
    """Return a field's value as text."""
    return str(value or "")
