"""What every form for the public has: an address that can be written to, and a trap for robots."""

from collections.abc import Callable

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.validators import InputRequired, ValidationError

from signon.jobs.retry import Refused
from signon.kernel.text import names
from signon.outbox import message

LONGEST_ADDRESS = 1000
"""What is longer is no address (254 bytes at most) and is not looked at any further."""


def clean_email(_form: FlaskForm, field: Field) -> None:
    """Accept whatever can be delivered: any ending, `+`, international domains."""
    typed = names.bare(field.data or "")
    try:
        if len(typed) > LONGEST_ADDRESS:
            raise ValueError("too long")
        # Local parts beyond ASCII need an extension that few mail servers offer.
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
        message.recipient(found.normalized)  # what could never be sent is said now, not after
    except (EmailNotValidError, UnicodeError, ValueError, Refused):
        raise ValidationError(
            _l("This does not look like an e-mail address, such as name@organisation.org.")
        ) from None
    field.data = found.normalized


def email_field() -> StringField:
    """Return the field for the address, for a form to declare where it stands on the page."""
    return StringField(
        _l("E-mail address"),
        [InputRequired(_l("Enter the address that we may write to.")), clean_email],
        description=_l("We send one message there, with a link to confirm. It is never published."),
        render_kw={"type": "email", "autocomplete": "email", "maxlength": 254, "dir": "ltr"},
    )


class _MarkOfPage(FlaskForm.Meta.csrf_class):
    """Checks the mark that was sent. Whoever draws a page makes a new one, not every form.

    Once: it is asked about before the limit is counted, and again with all other fields.
    """

    _is_genuine = False

    def generate_csrf_token(self, _field: Field) -> None:
        return None

    def validate_csrf_token(self, form: FlaskForm, field: Field) -> None:
        if not self._is_genuine:
            super().validate_csrf_token(form, field)
            self._is_genuine = True


class PromiseRead(StringField):
    """How long people are kept, as the page said it; `is_kept` tells whether that is so still.

    Nobody is kept longer than the form said that they filled in, however late they send it.
    """

    is_kept: Callable[[str], bool]

    def pre_validate(self, _form: FlaskForm) -> None:
        """Check that the promise is still the one that was read; a sender may leave it out."""
        if self.data and not self.is_kept(self.data):
            raise ValidationError(
                _(
                    "How long your data are kept was changed while you filled in this form. Please "
                    "read it again, then send the form once more."
                )
            )


class SubmissionForm(FlaskForm):
    """Shape of what the public hands in. The page that shows it brings the safety mark."""

    class Meta(FlaskForm.Meta):
        csrf_class = _MarkOfPage

    # Nobody sees this field; whoever fills it in fills in everything.
    fax_number = HiddenField()

    @property
    def filled_in_by_a_robot(self) -> bool:
        return bool(self.fax_number.data)


class AddressForm(SubmissionForm):
    """One address, to be sent a new link."""

    email = StringField(
        _l("E-mail address"),
        [InputRequired(_l("Enter the address that you used.")), clean_email],
        render_kw={"type": "email", "autocomplete": "email", "maxlength": 254, "dir": "ltr"},
    )


class CodeForm(FlaskForm):
    """The code from the e-mail."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Enter the code from our e-mail."))],
        description=_l("Twelve letters and digits, such as K7QM-3XWP-9D2F."),
        render_kw={"autocomplete": "one-time-code", "maxlength": 40, "dir": "ltr"},
    )
