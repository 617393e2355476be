"""Checks of forms for whatever is typed, for every capability."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from signon.kernel.errors import DomainError
from signon.kernel.text import names
from signon.site.error_pages import words_of


def shown(_form: FlaskForm, field: Any) -> None:
    """Refuse a control character that no keyboard puts into a text, such as NUL."""
    try:
        names.require_shown(field.data or "")
    except DomainError as refusal:
        raise ValidationError(words_of(refusal)) from None
