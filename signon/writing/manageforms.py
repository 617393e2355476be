"""Shape of what is typed about a paper as a whole."""

from pathlib import PurePath
from unicodedata import category

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, IntegerField, StringField
from wtforms.validators import DataRequired, NumberRange, ValidationError

from signon.kernel import slugs
from signon.kernel.errors import DomainError
from signon.kernel.text import names
from signon.site.error_pages import words_of
from signon.writing.keeping import LONGEST_PREVIEW

LONGEST_NAME = 200


def _usable(_form: FlaskForm, field: Field) -> None:
    field.data = (field.data or "").strip()
    try:
        slugs.require(field.data)
    except DomainError as refusal:
        raise ValidationError(words_of(refusal)) from None


def _a_slug() -> StringField:
    return StringField(
        _l("Name in addresses"),
        [DataRequired(_l("Enter a name for addresses.")), _usable],
        description=_l("Small letters a to z, digits and hyphens, such as 12-key-ways."),
        render_kw={"maxlength": slugs.LONGEST, "dir": "ltr", "autocomplete": "off"},
    )


class NameForm(FlaskForm):
    """The name of a paper in addresses."""

    slug = _a_slug()


class CopyForm(FlaskForm):
    """The name of its copy."""

    new_slug = _a_slug()


_DAYS = _l("Enter a number of days from 1 to 60.")


class PreviewForm(FlaskForm):
    """For how long a link works."""

    days = IntegerField(
        _l("For how many days?"),
        [NumberRange(1, LONGEST_PREVIEW, _DAYS)],
        default=14,
        render_kw={"inputmode": "numeric", "dir": "ltr", "maxlength": 2},
    )


class FileForm(FlaskForm):
    """A file to be attached."""

    file = FileField(_l("A PDF, of 10 MB at most"))

    def name_of(self, typed: str) -> str:
        """Return the name under which people keep the file: its last part, and its end as it is.

        Raises `DomainError` for signs that cannot be shown.
        """
        whole = PurePath(typed.replace("\\", "/")).name
        # What only turns the order of letters around would hide what a file is.
        name = " ".join("".join(c for c in whole if category(c) != "Cf").split())
        names.require_shown(name)
        stem = name[:-4] if name.lower().endswith(".pdf") else name
        return f"{stem[: LONGEST_NAME - 4] or 'paper'}.pdf"
