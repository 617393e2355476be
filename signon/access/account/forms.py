"""Shape of what leads type about their own account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from signon.access.policy import LONGEST_PASSWORD, SHORTEST_PASSWORD


def _password(label: str, autocomplete: str, **more: object) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(_l("Enter a password.")), Length(max=LONGEST_PASSWORD)],
        render_kw={"type": "password", "autocomplete": autocomplete, "dir": "ltr", **more},
    )


class ChangePasswordForm(FlaskForm):
    """The password of now, and another one."""

    old = _password(_l("Password of now"), "current-password")
    new = _password(_l("New password"), "new-password", minlength=SHORTEST_PASSWORD)
