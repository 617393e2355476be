"""The endorsement form: shape, not rules. Its field names are part of the contract."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from signon.endorsements import policy
from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.form import consents, scope_fields, wordings
from signon.endorsements.form.inputs import ASKED, PublicInputs, readable, tidied, typed_in
from signon.papers.queries import PublicPaper
from signon.signatories import fields
from signon.submissions.receiving.forms import PromiseRead, SubmissionForm, email_field

LONGEST_CODE = 24
PERSON = 120
ROLE = 120

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        return None


_PLACED = (fields.ACRONYM, fields.COUNTRY, fields.KIND, fields.RESERVATION)
_FURTHER = tuple(field for field in ASKED if field not in _PLACED)


class _Signer(SubmissionForm):
    """What is asked first."""

    capacity = StringField(_l("Who is signing?"))
    organisation_name = StringField(
        _l("Name of the organisation"),
        [tidied(fields.NAME.longest), readable],
        description=_l("As it should stand on the list."),
        render_kw={"autocomplete": "organization"},
    )


class _Stated(PublicInputs, asks=ASKED):
    """What is asked then, whoever signs."""


class EndorseForm(_Signer, _Stated):
    """One page for organisations and individuals; the capacity says which fields must be filled."""

    scope = scope_fields.scope_field()
    priorities = scope_fields.priorities_field()
    version_read = scope_fields.VersionRead()
    text_read = scope_fields.TextRead()
    via = StringField()
    """The code of the co-host's link that led here; one that nobody has credits nobody."""
    promise_read = PromiseRead()
    representative_name = StringField(
        _l("Your name"), [tidied(PERSON), readable], render_kw={"autocomplete": "name"}
    )
    representative_role = StringField(
        _l("Your role in the organisation"),
        [tidied(ROLE)],
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
    publish_consent = consents.publish_field("organisation")
    updates_consent = BooleanField(_l(wordings.UPDATES[wordings.CURRENT]))
    shared_with = SelectMultipleField(coerce=str, validate_choice=False)
    """The public ids of co-hosts that may see who signed; one that nobody has sees nobody."""

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

    def further_inputs(self, paper: PublicPaper) -> Iterator[tuple[Field, str]]:
        """Yield what needs no place of its own on the page, each with the class of its block."""
        for field in _FURTHER:
            if any(policy.takes(paper, capacity) for capacity in field.capacities):
                alone = field.capacities[0] if len(field.capacities) == 1 else ""
                yield self[field.name], alone and f"for-{alone}"

    def draft(self, language: str) -> EndorsementDraft:
        """Return what was typed; only what belongs to the chosen capacity is kept."""
        own = self._of_organisation() if self.for_organisation else self._of_individual()
        kept = set(fields.of(self.capacity.data or "")) & set(ASKED)
        blank, typed = fields.blank(set(fields.FIELDS) - {fields.PRIORITIES}), typed_in(self, kept)
        return EndorsementDraft(
            **{**blank, **typed, **own},
            priorities=scope_fields.chosen(self.scope, self.priorities),
            capacity=self.capacity.data or "",
            representative_name=self.representative_name.data or "",
            email=self.email.data or "",
            updates_consent=bool(self.updates_consent.data),
            language=language,
            text_language=self.text_read.data or "",
            via=(self.via.data or "")[:LONGEST_CODE],
            shared_with=frozenset(self.shared_with.data or ()),
        )

    def _of_organisation(self) -> dict[str, Any]:
        return {
            "name": self.organisation_name.data,
            "representative_role": self.representative_role.data,
            "authorised": bool(self.authorised.data),
            "decides_on": _day(self.decides_on.data or ""),
        }

    def _of_individual(self) -> dict[str, Any]:
        return {
            "name": self.representative_name.data,
            "affiliation": self.organisation_name.data,
            "representative_role": "",
            "authorised": False,
            "hides_name": bool(self.hides_name.data),
        }
