"""The form by which a network's secretary sends its members: shape, not rules."""

import re
from collections.abc import Iterator
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from signon.adding.network import pasting, wordings
from signon.adding.network.drafts import MOST_MEMBERS, MemberDraft, NetworkDraft
from signon.endorsements.form.inputs import input_of, readable, tidied
from signon.kernel.text import fold
from signon.signatories import fields
from signon.submissions.receiving.forms import SubmissionForm, clean_email, email_field

PERSON = ROLE = 120
AT_FIRST = 5
"""Empty rows on a fresh page, and how many more a button adds."""

_ROW = re.compile(r"m(\d{1,3})-[a-z_]+", re.ASCII)


class MemberForm(FlaskForm):
    """One row: an organisation."""

    class Meta:
        csrf = False  # the form around it has the mark

    name = StringField(_l("Name"), [tidied(fields.NAME.longest), readable])
    country = StringField(_l("Country"), render_kw={"list": "countries", "autocomplete": "off"})
    organisation_kind = StringField(_l("Kind of organisation"))
    website = input_of(fields.WEBSITE)
    email = StringField(
        _l("E-mail address"),
        [Optional(), clean_email],
        render_kw={"type": "email", "autocomplete": "off", "maxlength": 254, "dir": "ltr"},
    )

    @property
    def is_blank(self) -> bool:
        """Tell whether nobody has typed anything into this row."""
        return not any((field.data or "").strip() for field in self)

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter the name of the organisation."))

    def validate_country(self, field: Field) -> None:
        code = pasting.country_of(field.data or "")
        if not code:
            raise ValidationError(_("Enter a country, such as “Belgium” or “BE”."))
        field.data = code

    def validate_organisation_kind(self, field: Field) -> None:
        code = pasting.kind_of_organisation(field.data or "")
        if not code:
            raise ValidationError(_("Choose the kind of organisation."))
        field.data = code

    def draft(self) -> MemberDraft:
        """Return what was typed into the row."""
        typed = {name: self[name].data or "" for name in pasting.CELLS}
        return MemberDraft(**typed)


class NetworkForm(SubmissionForm):
    """Which network, who writes for it, and its members, a row for each."""

    network = StringField(_l("Name of the network"), [tidied(fields.NAME.longest), readable])
    pasted = TextAreaField(
        _l("Paste rows here"),
        description=_l(
            "From a table: name, country, kind, website, e-mail address, in this order. The last "
            "two may be missing."
        ),
        render_kw={"rows": 4},
    )
    representative_name = StringField(_l("Your name"), [tidied(PERSON), readable])
    representative_role = StringField(_l("Your role in the network"), [tidied(ROLE)])
    email = email_field()
    authorised = BooleanField(_l(wordings.AUTHORITY[wordings.CURRENT]))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.members = [MemberForm(prefix=f"m{number}-") for number in _numbers()]
        self.too_many = False

    def validate_network(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter the name of the network."))

    def validate_representative_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter your name."))

    def validate_authorised(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick this box if each of them has told you so."))

    def validate_pasted(self, field: Field) -> None:
        if (field.data or "").strip():
            raise ValidationError(_("Take these rows into the table first, so that you see them."))

    @property
    def errors(self) -> dict[Any, Any]:
        """Return what is wrong, by the ids of fields, so that the summary leads to every cell."""
        cells = (field for member in self.filled for field in member if field.errors)
        return {**super().errors, **{field.id: field.errors for field in cells}}

    @property
    def filled(self) -> list[MemberForm]:
        """Return the rows into which somebody has typed something."""
        return [member for member in self.members if not member.is_blank]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the form and each of its rows; every error stands beside its cell."""
        is_right = bool(super().validate(extra_validators))
        rows_are_right = [member.validate() for member in self.filled]
        _refuse_twice(self.filled)
        if not self.filled and not self.pasted.errors:
            self.pasted.errors = [_("Enter at least one organisation.")]
            return False
        return is_right and all(rows_are_right) and not any(m.errors for m in self.filled)

    def take_pasted(self) -> None:
        """Turn what was pasted into rows behind those that are filled in; nothing is lost."""
        rows = pasting.rows_of(self.pasted.data or "")
        room = MOST_MEMBERS - len(self.filled)
        if len(rows) > room:
            self.pasted.errors = [
                _(
                    "A list takes %(most)s organisations. Send the rest as another one.",
                    most=MOST_MEMBERS,
                )
            ]
            return
        self.pasted.data = ""
        self._draw([*(member.data for member in self.filled), *rows])

    def add_rows(self) -> None:
        """Add some empty rows, as long as there is room."""
        blank: list[dict[str, Any]] = [{}] * AT_FIRST
        self._draw([*(member.data for member in self.members), *blank])

    def _draw(self, rows: list[dict[str, Any]]) -> None:
        drawn: list[MemberForm] = []
        for number, row in enumerate(rows[:MOST_MEMBERS]):
            said = MultiDict({f"m{number}-{name}": row.get(name) or "" for name in pasting.CELLS})
            drawn.append(MemberForm(formdata=said, prefix=f"m{number}-"))
        self.members = drawn

    def draft(self, language: str) -> NetworkDraft:
        """Return what was typed."""
        return NetworkDraft(
            network=self.network.data or "",
            name=self.representative_name.data or "",
            role=self.representative_role.data or "",
            email=self.email.data or "",
            language=language,
            members=tuple(member.draft() for member in self.filled),
        )


def _numbers() -> Iterator[int]:
    """Yield the numbers of the rows that were sent, those of a fresh page if none were."""
    sent = {int(found[1]) for name in request.form if (found := _ROW.fullmatch(name))}
    last = min(max(sent, default=AT_FIRST - 1), MOST_MEMBERS - 1)
    yield from range(last + 1)


def _refuse_twice(members: list[MemberForm]) -> None:
    """Say beside the second of two rows that are alike which one it repeats."""
    seen: dict[tuple[str, str], int] = {}
    for number, member in enumerate(members, start=1):
        key = (fold.fold(member.name.data or "").strip(), member.country.data or "")
        first = seen.setdefault(key, number)
        if first != number and key[0] and not member.name.errors:
            member.name.errors = [_("This is row %(number)s once more.", number=first)]
