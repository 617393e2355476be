"""Shape of what owners type about the people of a campaign."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Length

from signon.access.roles import Role
from signon.kernel.languages import INTERFACE

_LONGEST_ADDRESS = 254


class RoleForm(FlaskForm):
    """What somebody may do from now on."""

    role = StringField(_l("Role"), [AnyOf(list(Role), _l("Choose a role."))])


class InvitationForm(RoleForm):
    """Who is invited, as what, and in which language they are written to."""

    email = StringField(
        _l("E-mail address"),
        [InputRequired(_l("Enter an e-mail address.")), Length(max=_LONGEST_ADDRESS)],
        render_kw={"type": "email", "autocomplete": "off", "maxlength": 254, "dir": "ltr"},
    )
    language = StringField(
        _l("Language of the e-mail"), [AnyOf(list(INTERFACE), _l("Choose a language."))]
    )
