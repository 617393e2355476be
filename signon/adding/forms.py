"""Forms for adding and repairing: shape, not rules."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, StringField
from wtforms.validators import AnyOf, InputRequired, Optional, ValidationError

from signon.adding.drafts import KEEP, REPLACE, SECOND, WAYS, Instead, Receipt
from signon.adding.models import CHANNELS
from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.form.inputs import (
    ASKED,
    PublicInputs,
    input_of,
    readable,
    tidied,
    typed_in,
)
from signon.kernel.languages import INTERFACE
from signon.signatories import fields
from signon.signatories.models import CAPACITIES
from signon.submissions.receiving.forms import clean_email

PERSON = ROLE = 120

_LINE = tuple(field for field in ASKED if field is not fields.RESERVATION)
_EMAIL = {"type": "email", "autocomplete": "off", "maxlength": 254, "dir": "ltr"}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


class _Signer(FlaskForm):
    capacity = StringField(_l("Who has signed?"), [AnyOf(CAPACITIES)], default="organisation")
    name = StringField(
        _l("Name"),
        [tidied(fields.NAME.longest), readable],
        description=_l("Of the organisation, or of the person who signs as an individual."),
    )


class _Stated(PublicInputs, asks=_LINE):
    pass


class AddForm(_Signer, _Stated):
    """Who signed by e-mail, on paper or by phone, and how that came."""

    affiliation = input_of(fields.AFFILIATION)
    channel = StringField(_l("How did it reach you?"), [AnyOf(CHANNELS)], default="email")
    received_on = StringField(
        _l("On which day?"),
        [InputRequired(_l("Enter the day as a date."))],
        render_kw={"type": "date"},
    )
    taken_by = StringField(
        _l("Who took it?"),
        [tidied(PERSON)],
        description=_l("The name of somebody of the hosts. Only leads see it."),
    )
    representative_name = StringField(_l("Who signed for it"), [tidied(PERSON)])
    representative_role = StringField(_l("Their role in the organisation"), [tidied(ROLE)])
    email = StringField(
        _l("Their e-mail address"),
        [Optional(), clean_email],
        description=_l(
            "It is never published. Without it, nobody can confirm or correct the entry."
        ),
        render_kw=_EMAIL,
    )
    language = StringField(_l("Language of e-mails"), [AnyOf(INTERFACE)])
    ask = BooleanField(_l("Send one e-mail there that asks whether this is right"))
    file = FileField(
        _l("A proof, such as the scanned page or the e-mail"),
        description=_l(
            "PDF, PNG, JPEG or .eml, of 10 MB at most. Only leads who may see contacts see it, and "
            "it is erased with the contact."
        ),
    )
    instead = HiddenField()
    entry = HiddenField()

    @property
    def for_organisation(self) -> bool:
        return self.capacity.data == "organisation"

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter the name that is to stand on the list."))

    def validate_received_on(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        if _day(field.data) is None:
            raise ValidationError(_("Enter the day as a date."))

    def validate_taken_by(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter who took it."))

    def validate_ask(self, field: Field) -> None:
        if field.data and not self.email.data:
            raise ValidationError(_("Enter the address that is to be asked."))

    def validate_instead(self, field: Field) -> None:
        if field.data not in ("", KEEP, *WAYS):
            field.data = ""

    def draft(self) -> EndorsementDraft:
        """Return what was typed; only what belongs to the chosen capacity is kept."""
        capacity = str(self.capacity.data)
        kept = set(fields.of(capacity)) & set(_LINE)
        blank = fields.blank(set(fields.FIELDS))
        person = self.representative_name.data if self.for_organisation else self.name.data
        stated = {**blank, **typed_in(self, kept), "name": self.name.data or ""}
        if not self.for_organisation:
            stated["affiliation"] = self.affiliation.data or ""
        return EndorsementDraft(
            **stated,
            capacity=capacity,
            representative_name=person or "",
            representative_role=self.representative_role.data or "",
            email=self.email.data or "",
            authorised=self.for_organisation,
            updates_consent=False,
            language=str(self.language.data),
        )

    def receipt(self) -> Receipt:
        """Return how it came."""
        day = _day(self.received_on.data or "")
        assert day is not None  # noqa: S101 - it was validated
        channel, taken_by = str(self.channel.data), self.taken_by.data or ""
        return Receipt(channel, day, taken_by, ask=bool(self.ask.data))

    def chosen(self) -> Instead | None:
        """Return what is to become of the entry that stands in the way, if that was chosen."""
        how, entry = self.instead.data or "", self.entry.data or ""
        return Instead(how, entry) if how in WAYS and entry else None


class AddressForm(FlaskForm):
    """The right address."""

    email = StringField(
        _l("The right e-mail address"),
        [InputRequired(_l("Enter the address that we may write to.")), clean_email],
        render_kw=_EMAIL,
    )


class OtherForm(FlaskForm):
    """Which of two entries is to stand."""

    how = StringField(validators=[AnyOf((KEEP, REPLACE, SECOND))])
    other = StringField(validators=[InputRequired()])
