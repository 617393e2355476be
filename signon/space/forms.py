"""Forms of the space: shape, not rules."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from signon.endorsements import wordings
from signon.endorsements.models import Endorsement
from signon.kernel import countries, names, websites
from signon.kernel.errors import DomainError
from signon.organisations.kinds import KINDS
from signon.site.error_pages import words_of
from signon.submissions.drafts import ContactDraft
from signon.submissions.forms import clean_email

NAME, ACRONYM, PERSON, STATEMENT, REASON = 200, 30, 120, 600, 300

Check = Callable[[FlaskForm, Field], None]


def _tidied(limit: int, tidy: Callable[[str, int], str] = names.tidy) -> Check:
    def check(_form: FlaskForm, field: Field) -> None:
        try:
            field.data = tidy(field.data or "", limit)
        except DomainError as refusal:
            raise ValidationError(words_of(refusal)) from None

    return check


class _Public(FlaskForm):
    """What both capacities show."""

    country = StringField(_l("Country"))
    statement = TextAreaField(
        _l("A short public remark"),
        [_tidied(STATEMENT, names.tidy_text)],
        render_kw={"rows": 3},
    )

    def validate_country(self, field: Field) -> None:
        field.data = (field.data or "").strip().upper()
        if field.data not in countries.CODES:
            raise ValidationError(_("Choose a country from the list."))

    def details(self) -> dict[str, str]:
        """Return the public details that were typed, by column."""
        own = (name for name in self._fields if name not in ("csrf_token", *self.NOT_PUBLIC))
        return {name: self[name].data or "" for name in own}

    NOT_PUBLIC: tuple[str, ...] = ()


class OrganisationForm(_Public):
    """What is public of an organisation."""

    name = StringField(_l("Name of the organisation"), [_tidied(NAME)])
    acronym = StringField(_l("Acronym"), [_tidied(ACRONYM)])
    organisation_kind = StringField(_l("Kind of organisation"))
    website = StringField(_l("Website"), render_kw={"type": "url", "dir": "ltr"})

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter the name of the organisation."))

    def validate_organisation_kind(self, field: Field) -> None:
        if field.data not in KINDS:
            raise ValidationError(_("Choose the kind of organisation."))

    def validate_website(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        try:
            field.data = websites.clean(field.data) if field.data else ""
        except DomainError as refusal:
            raise ValidationError(words_of(refusal)) from None


class IndividualForm(_Public):
    """What is public of a person."""

    name = StringField(_l("Your name"), [_tidied(PERSON)])
    affiliation = StringField(_l("Affiliation, for identification only"), [_tidied(NAME)])

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter your name."))


class ForOrganisationForm(OrganisationForm):
    """From now on for the organisation: with its details, and the mandate."""

    NOT_PUBLIC = ("authorised",)
    authorised = BooleanField(_l(wordings.AUTHORITY[wordings.CURRENT]))

    def validate_authorised(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick this box if you may sign for the organisation."))


class ForMyselfForm(IndividualForm):
    """From now on as an individual: with the consent to show a name."""

    NOT_PUBLIC = ("publish_consent",)
    publish_consent = BooleanField(_l(wordings.PUBLISH[wordings.CURRENT]))

    def validate_publish_consent(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Without this consent your endorsement cannot be listed."))


class PersonForm(FlaskForm):
    """Somebody else, to whom we are to write."""

    name = StringField(_l("Name"), [_tidied(PERSON)])
    role = StringField(_l("Role in the organisation"), [_tidied(PERSON)])
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
        [_tidied(REASON, names.tidy_text)],
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
