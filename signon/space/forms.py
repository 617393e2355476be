"""Forms of the space: shape, not rules."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from signon.endorsements import wordings
from signon.endorsements.inputs import PublicInputs, tidied, typed_in
from signon.endorsements.models import Endorsement
from signon.kernel import names
from signon.signatories import fields
from signon.submissions.drafts import ContactDraft
from signon.submissions.forms import clean_email

PERSON, REASON = 120, 300

CORRECTED = tuple(f for f in fields.FIELDS if f not in (fields.PRIORITIES, fields.RESERVATION))
"""What a correction changes."""


def _beside_the_name(capacity: str) -> tuple[fields.Field, ...]:
    own = set(fields.of(capacity)) - {fields.NAME}
    return tuple(field for field in CORRECTED if field in own)


class _Details(FlaskForm):
    def details(self) -> dict[str, str]:
        """Return the public details that were typed, by the names of the fields."""
        return typed_in(self, CORRECTED)

    def beside_the_name(self) -> tuple[fields.Field, ...]:
        """Return what the form asks beside the name, in the order of the page."""
        return tuple(f for f in CORRECTED if f.name in self and f != fields.NAME)


class _OfOrganisation(_Details):
    name = StringField(_l("Name of the organisation"), [tidied(fields.NAME.longest)])

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter the name of the organisation."))


class _OfIndividual(_Details):
    name = StringField(_l("Your name"), [tidied(PERSON)])

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter your name."))


class _StatedByOrganisation(PublicInputs, asks=_beside_the_name("organisation")):
    pass


class _StatedByIndividual(PublicInputs, asks=_beside_the_name("individual")):
    pass


class OrganisationForm(_OfOrganisation, _StatedByOrganisation):
    """What is public of an organisation."""


class IndividualForm(_OfIndividual, _StatedByIndividual):
    """What is public of a person."""


class ForOrganisationForm(OrganisationForm):
    """From now on for the organisation: with its details, and the mandate."""

    authorised = BooleanField(_l(wordings.AUTHORITY[wordings.CURRENT]))

    def validate_authorised(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick this box if you may sign for the organisation."))


class ForMyselfForm(IndividualForm):
    """From now on as an individual: with the consent to show a name."""

    publish_consent = BooleanField(_l(wordings.PUBLISH[wordings.CURRENT]))

    def validate_publish_consent(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Without this consent your endorsement cannot be listed."))


class PersonForm(FlaskForm):
    """Somebody else, to whom we are to write."""

    name = StringField(_l("Name"), [tidied(PERSON)])
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
        render_kw={"rows": 3},
    )


def details_form(row: Endorsement) -> OrganisationForm | IndividualForm:
    """Return the form for what is public of an endorsement, filled with what stands there."""
    kind: Any = OrganisationForm if row.capacity == "organisation" else IndividualForm
    form: OrganisationForm | IndividualForm = kind(obj=row)
    return form


def capacity_form(row: Endorsement) -> ForOrganisationForm | ForMyselfForm:
    """Return the form for the other capacity, filled with what is known for it."""
    contact = row.contact
    if row.capacity == "organisation":
        mine = {"name": contact.name if contact else "", "affiliation": row.name}
        return ForMyselfForm(data={**mine, "country": row.country, "statement": row.statement})
    ours = {"name": row.affiliation, "country": row.country, "statement": row.statement}
    return ForOrganisationForm(data=ours)
