"""Forms for what is public of an endorsement, filled with what stands there, to be corrected."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from signon.endorsements.inputs import PublicInputs, readable, tidied, typed_in
from signon.endorsements.models import Endorsement
from signon.signatories import fields

PERSON = 120

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
    name = StringField(_l("Name of the organisation"), [tidied(fields.NAME.longest), readable])

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter the name of the organisation."))


class _OfIndividual(_Details):
    name = StringField(_l("Your name"), [tidied(PERSON), readable])

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


def details_form(row: Endorsement, **options: Any) -> OrganisationForm | IndividualForm:
    """Return the form for what is public of an endorsement, filled with what stands there.

    `options` are those of a form, such as `meta`.
    """
    kind: Any = OrganisationForm if row.capacity == "organisation" else IndividualForm
    form: OrganisationForm | IndividualForm = kind(obj=row, **options)
    return form
