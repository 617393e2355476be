"""Inputs for what a signatory states in public, made from the declaration of its fields."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from wtforms import Field as Input
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from signon.kernel import countries, websites
from signon.kernel.errors import DomainError
from signon.kernel.text import links_in_text, names
from signon.organisations.kinds import KINDS
from signon.signatories import fields
from signon.signatories.fields import Field
from signon.site.error_pages import words_of

Check = Callable[[Any, Input], None]

_URL = {"type": "url", "inputmode": "url", "autocomplete": "url", "dir": "ltr"}

NAMED = (fields.NAME, fields.AFFILIATION)
"""What each form asks in its own words."""

ASKED = tuple(field for field in fields.FIELDS if field not in (*NAMED, fields.PRIORITIES))
"""What every form asks alike; priorities are asked where the paper has some."""


def tidied(limit: int, tidy: Callable[[str, int], str] = names.tidy) -> Check:
    """Return a check that leaves tidied text of at most `limit` characters in the input.

    Links are refused: what is typed here is mailed to an address that may be a stranger's.
    """

    def check(_form: Any, typed: Input) -> None:
        try:
            names.require_shown(typed.data or "")
            typed.data = tidy(typed.data or "", limit)
            links_in_text.require_none(typed.data)
        except DomainError as refusal:
            raise ValidationError(words_of(refusal)) from None

    return check


def readable(_form: Any, typed: Input) -> None:
    """Refuse a name in which there is nothing to read. That it is missing, others say."""
    if typed.data and not names.is_readable(typed.data):
        raise ValidationError(_("Please enter a name that has letters."))


class PublicInputs:
    """A base for forms: `class Stated(PublicInputs, asks=fields)` has an input for each of them.

    WTForms orders inputs by the time of their making, so such a class stands where they follow.
    """

    def __init_subclass__(cls, asks: Iterable[Field] = (), **keys: Any) -> None:
        super().__init_subclass__(**keys)
        for field in asks:
            setattr(cls, field.name, input_of(field))

    @property
    def for_organisation(self) -> bool:
        return True

    def validate_country(self, typed: Input) -> None:
        typed.data = (typed.data or "").strip().upper()
        if typed.data not in countries.CODES:
            raise ValidationError(_("Choose a country from the list."))

    def validate_organisation_kind(self, typed: Input) -> None:
        if self.for_organisation and typed.data not in KINDS:
            raise ValidationError(_("Choose the kind of organisation."))


def typed_in(form: Any, asked: Iterable[Field]) -> dict[str, str]:
    """Return what was typed by the names of the fields; of what the form does not ask, nothing."""
    return {field.name: form[field.name].data or "" for field in asked if field.name in form}


def input_of(field: Field) -> Input:
    """Return the input for a field, without a word about who has to fill it in."""
    if field.sort == "text":
        check = tidied(field.longest, names.tidy_text)
        return TextAreaField(field.asked, [check], description=field.hint, render_kw={"rows": 3})
    if field.sort == "website":
        return StringField(field.asked, [_website], description=field.hint, render_kw=_URL)
    checks = [tidied(field.longest)] if field.is_typed else []
    keys = {"autocomplete": "off"} if field.is_typed else None
    return StringField(field.asked, checks, description=field.hint, render_kw=keys)


def _website(_form: Any, typed: Input) -> None:
    typed.data = names.bare(typed.data or "")
    try:
        typed.data = websites.clean(typed.data) if typed.data else ""
    except DomainError as refusal:
        raise ValidationError(words_of(refusal)) from None
