"""The endorsement form: shape, not rules. Its field names are part of the contract."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import ValidationError

from signon.endorsements import scope_fields, wordings
from signon.endorsements.drafts import EndorsementDraft
from signon.kernel import countries, names, websites
from signon.kernel.errors import DomainError
from signon.organisations.kinds import KINDS
from signon.signatories.models import LONGEST_RESERVATION
from signon.site.error_pages import words_of
from signon.submissions.forms import SubmissionForm, email_field

NAME = 200
ACRONYM = 30
PERSON = 120
ROLE = 120
STATEMENT = 600

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

Check = Callable[[SubmissionForm, Field], None]


def _tidied(limit: int, tidy: Callable[[str, int], str] = names.tidy) -> Check:
    def check(_form: SubmissionForm, field: Field) -> None:
        try:
            field.data = tidy(field.data or "", limit)
        except DomainError as refusal:
            raise ValidationError(words_of(refusal)) from None

    return check


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        return None


class EndorseForm(SubmissionForm):
    """One page for organisations and individuals; the capacity says which fields must be filled."""

    capacity = StringField(_l("Who is signing?"))
    organisation_name = StringField(
        _l("Name of the organisation"),
        [_tidied(NAME)],
        description=_l("As it should stand on the list."),
        render_kw={"autocomplete": "organization"},
    )
    acronym = StringField(_l("Acronym"), [_tidied(ACRONYM)], render_kw={"autocomplete": "off"})
    country = StringField(_l("Country"))
    organisation_kind = StringField(_l("Kind of organisation"))
    website = StringField(
        _l("Website"),
        render_kw={"type": "url", "inputmode": "url", "autocomplete": "url", "dir": "ltr"},
    )
    statement = TextAreaField(
        _l("A short public remark"),
        [_tidied(STATEMENT, names.tidy_text)],
        render_kw={"rows": 3},
    )
    scope = scope_fields.scope_field()
    priorities = scope_fields.priorities_field()
    version_read = scope_fields.VersionRead()
    reservation = TextAreaField(
        _l("A short public reservation"),
        [_tidied(LONGEST_RESERVATION, names.tidy_text)],
        description=_l("What you do not share, or share only under a condition."),
        render_kw={"rows": 3},
    )
    representative_name = StringField(
        _l("Your name"), [_tidied(PERSON)], render_kw={"autocomplete": "name"}
    )
    representative_role = StringField(
        _l("Your role in the organisation"),
        [_tidied(ROLE)],
        render_kw={"autocomplete": "organization-title"},
    )
    email = email_field()
    authorised = BooleanField(_l(wordings.AUTHORITY[wordings.CURRENT]))
    decides_on = StringField(
        _l("If your organisation decides later: on which day?"),
        description=_l(
            "Then a place is kept for it and nothing is published. We ask on that day; whoever "
            "decides can confirm."
        ),
        render_kw={"type": "date", "dir": "ltr"},
    )
    hides_name = BooleanField(_l("Count me, but do not show my name"))
    publish_consent = BooleanField(_l(wordings.PUBLISH[wordings.CURRENT]))
    updates_consent = BooleanField(_l(wordings.UPDATES[wordings.CURRENT]))

    @property
    def for_organisation(self) -> bool:
        return self.capacity.data != "individual"

    def validate_capacity(self, field: Field) -> None:
        if field.data not in ("organisation", "individual"):
            raise ValidationError(_("Choose who is signing."))

    def validate_organisation_name(self, field: Field) -> None:
        if self.for_organisation and not field.data:
            raise ValidationError(_("Enter the name of the organisation."))

    def validate_representative_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter your name."))

    def validate_representative_role(self, field: Field) -> None:
        if self.for_organisation and not field.data:
            raise ValidationError(_("Enter your role in the organisation."))

    def validate_country(self, field: Field) -> None:
        field.data = (field.data or "").strip().upper()
        if field.data not in countries.CODES:
            raise ValidationError(_("Choose a country from the list."))

    def validate_organisation_kind(self, field: Field) -> None:
        if self.for_organisation and field.data not in KINDS:
            raise ValidationError(_("Choose the kind of organisation."))

    def validate_website(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        if not field.data:
            return
        try:
            field.data = websites.clean(field.data)
        except DomainError as refusal:
            raise ValidationError(words_of(refusal)) from None

    def validate_decides_on(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        if self.for_organisation and field.data and _day(field.data) is None:
            raise ValidationError(_("Enter the day as a date."))

    def validate_authorised(self, field: Field) -> None:
        if self.for_organisation and not field.data:
            raise ValidationError(_("Tick this box if you may sign for the organisation."))

    def validate_publish_consent(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Without this consent your endorsement cannot be listed."))

    def draft(self, language: str) -> EndorsementDraft:
        """Return what was typed; only what belongs to the chosen capacity is kept."""
        own = self._of_organisation() if self.for_organisation else self._of_individual()
        return EndorsementDraft(
            capacity=self.capacity.data or "",
            country=self.country.data or "",
            statement=self.statement.data or "",
            representative_name=self.representative_name.data or "",
            email=self.email.data or "",
            updates_consent=bool(self.updates_consent.data),
            language=language,
            priorities=scope_fields.chosen(self.scope, self.priorities),
            reservation=self.reservation.data or "",
            **own,
        )

    def _of_organisation(self) -> dict[str, Any]:
        return {
            "name": self.organisation_name.data,
            "acronym": self.acronym.data,
            "affiliation": "",
            "organisation_kind": self.organisation_kind.data,
            "website": self.website.data,
            "representative_role": self.representative_role.data,
            "authorised": bool(self.authorised.data),
            "decides_on": _day(self.decides_on.data or ""),
        }

    def _of_individual(self) -> dict[str, Any]:
        return {
            "name": self.representative_name.data,
            "acronym": "",
            "affiliation": self.organisation_name.data,
            "organisation_kind": "",
            "website": "",
            "representative_role": "",
            "authorised": False,
            "hides_name": bool(self.hides_name.data),
        }
