"""Forms for what is public of an endorsement, filled with what stands there, to be corrected."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.validators import ValidationError

from signon.endorsements.drafts import ScopeDraft
from signon.endorsements.form import scope_fields
from signon.endorsements.form.inputs import PublicInputs, input_of, readable, tidied, typed_in
from signon.endorsements.models import Endorsement
from signon.kernel import countries
from signon.organisations.kind_names import kind_name
from signon.organisations.kinds import KINDS
from signon.papers.queries import PublicPaper
from signon.papers.texts.priorities import numbers
from signon.signatories import fields
from signon.site.languages import current
from signon.site.typed import stale

PERSON = 120

CORRECTED = tuple(f for f in fields.FIELDS if f not in (fields.PRIORITIES, fields.RESERVATION))
"""What a correction changes."""


def _beside_the_name(capacity: str) -> tuple[fields.Field, ...]:
    own = set(fields.of(capacity)) - {fields.NAME}
    return tuple(field for field in CORRECTED if field in own)


class _Details(FlaskForm):
    shown = HiddenField()

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


class ScopeForm(FlaskForm):
    """How much of the text that was signed is endorsed."""

    scope = scope_fields.scope_field()
    priorities = scope_fields.priorities_field()
    reservation = input_of(fields.RESERVATION)
    version_read = scope_fields.VersionRead()

    def draft(self) -> ScopeDraft:
        """Return what was chosen; raise `PartsRefused` where there is no choice."""
        chosen = scope_fields.chosen(self.scope, self.priorities)
        return ScopeDraft(chosen, self.reservation.data or "")


def scope_form(row: Endorsement, paper: PublicPaper) -> ScopeForm:
    """Return the form for the scope of an endorsement; `paper` is in the version it signed."""
    chosen = [str(number) for number in numbers(row.priorities)]
    ticked = {"scope": "part" if chosen else "whole", "priorities": chosen}
    form: Any = ScopeForm(data={**ticked, "reservation": row.reservation})
    form.priorities.choices = scope_fields.pickable(paper, row.priorities)
    form.version_read.current = str(paper.version)
    offered: ScopeForm = form
    return offered


def details_form(row: Endorsement, **options: Any) -> OrganisationForm | IndividualForm:
    """Return the form for what is public of an endorsement, filled with what stands there.

    `options` are those of a form, such as `meta`.
    """
    kind: Any = OrganisationForm if row.capacity == "organisation" else IndividualForm
    form: OrganisationForm | IndividualForm = kind(obj=row, **options)
    if not form.is_submitted():
        stale.note(form, [field.name for field in CORRECTED if field.name in form])
    return form


def require_current(form: OrganisationForm | IndividualForm, row: Endorsement) -> None:
    """Raise `stale.Overtaken` if what is public of an endorsement is not what the form showed."""
    stale.require_current(form, details_form(row, formdata=None), _said)


def _said(field: Field) -> str:
    """Return what a field holds as its page says it: countries and kinds by their names."""
    value = str(field.data or "")
    if field.name == "country":
        return countries.name(value, current()) if value in countries.CODES else value
    if field.name == "organisation_kind":
        return kind_name(value) if value in KINDS else value
    return value
