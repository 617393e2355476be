"""Forms of the space: shape, not rules."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from signon.endorsements.form import consents, wordings
from signon.endorsements.form.corrections import PERSON, IndividualForm, OrganisationForm
from signon.endorsements.form.inputs import readable, tidied
from signon.endorsements.models import Endorsement
from signon.kernel.text import names
from signon.submissions.drafts import ContactDraft
from signon.submissions.receiving.forms import clean_email

REASON = 300


class _Agreed(FlaskForm):
    """What is agreed to in one capacity says nothing about the other: it is asked again."""

    def validate_publish_consent(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Without this consent your endorsement cannot be listed."))


class ForOrganisationForm(_Agreed, OrganisationForm):
    """From now on for the organisation: with its details, the mandate, and the consent."""

    authorised = BooleanField(_l(wordings.AUTHORITY[wordings.CURRENT]))
    publish_consent = consents.publish_field("organisation")

    def validate_authorised(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick this box if you may sign for the organisation."))


class ForMyselfForm(_Agreed, IndividualForm):
    """From now on as an individual: with the consent to show a name."""

    publish_consent = consents.publish_field("individual")


class PersonForm(FlaskForm):
    """Somebody else, to whom we are to write."""

    name = StringField(_l("Name"), [tidied(PERSON), readable])
    role = StringField(_l("Role in the organisation"), [tidied(PERSON)])
    email = StringField(
        _l("E-mail address"),
        [InputRequired(_l("Enter the address that we may write to.")), clean_email],
        render_kw={"type": "email", "maxlength": 254, "dir": "ltr"},
    )

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter a name."))

    def draft(self) -> ContactDraft:
        """Return who was typed."""
        return ContactDraft(self.name.data or "", self.role.data or "", self.email.data or "")


class WithdrawForm(FlaskForm):
    """The last step, with an optional public reason."""

    reason = TextAreaField(
        _l("A reason, if you want to give one. It is public."),
        [tidied(REASON, names.tidy_text)],
        description=_l("The hosts may take it down."),
        render_kw={"rows": 3},
    )


def capacity_form(row: Endorsement) -> ForOrganisationForm | ForMyselfForm:
    """Return the form for the other capacity, filled with what is known for it."""
    contact = row.contact
    if row.capacity == "organisation":
        mine = {"name": contact.name if contact else "", "affiliation": row.name}
        return ForMyselfForm(data={**mine, "country": row.country, "statement": row.statement})
    ours = {"name": row.affiliation, "country": row.country, "statement": row.statement}
    return ForOrganisationForm(data=ours)
