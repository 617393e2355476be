"""Shape of what is written: a text, where it belongs, and how it differs from the one before."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from signon.kernel import languages, slugs
from signon.kernel.errors import DomainError
from signon.papers.drafts import PaperDraft, TextDraft
from signon.papers.queries import PublicPaper
from signon.site.bodies import shown
from signon.site.error_pages import words_of

WRITTEN = ("title", "addressee", "summary", "markdown")
LONGEST_TITLE, LONGEST_ADDRESSEE, LONGEST_SUMMARY, LONGEST_NOTE = 300, 500, 2000, 500


def _line(form: FlaskForm, field: Field) -> None:
    shown(form, field)
    field.data = " ".join((field.data or "").split())


def _lines(form: FlaskForm, field: Field) -> None:
    # A browser sends line ends of its own; the text that is compared and hashed has plain ones.
    field.data = "\n".join((field.data or "").splitlines())
    shown(form, field)


class TextForm(FlaskForm):
    """One language of a paper."""

    title = StringField(
        _l("Title"),
        [_line, DataRequired(_l("Enter a title.")), Length(max=LONGEST_TITLE)],
        render_kw={"maxlength": LONGEST_TITLE, "autocomplete": "off"},
    )
    addressee = StringField(
        _l("To whom it is addressed"),
        [_line, Length(max=LONGEST_ADDRESSEE)],
        render_kw={"maxlength": LONGEST_ADDRESSEE, "autocomplete": "off"},
    )
    summary = TextAreaField(
        _l("Summary"), [_lines, Length(max=LONGEST_SUMMARY)], render_kw={"rows": 3}
    )
    markdown = TextAreaField(
        _l("Text"),
        [_lines, DataRequired(_l("Write a text, or choose a file."))],
        description=_l(
            "Begin a heading with ## and a space, and a numbered priority with ## 1. and a space. "
            "*One asterisk* on each side leans, **two** are bold, - begins a list, [^1] is a note."
        ),
        render_kw={"rows": 24},
    )
    file = FileField(_l("A file, in Word (.docx) or Markdown (.md), of 2 MB at most"))
    based_on = HiddenField()
    warnings: tuple[str, ...] = ()
    """What a person should look at after a file was read into the form."""
    keys: tuple[str | None, ...] = ()
    """The keys of the blocks of what is written, where they are known."""

    def written_in(self, language: str) -> None:
        """Tell browsers in which language the inputs are filled in, for spelling and direction."""
        for name in WRITTEN:
            known = {"lang": language, "dir": languages.direction(language)}
            self[name].render_kw = {**(self[name].render_kw or {}), **known}

    def text(self, language: str) -> TextDraft:
        """Return what was written, as a text in `language`."""
        typed: dict[str, Any] = {name: self[name].data or "" for name in WRITTEN}
        return TextDraft(language=language, keys=self.keys, **typed)


class NewPaperForm(TextForm):
    """The first text of a paper, in the language that counts."""

    slug = StringField(
        _l("Name in addresses"),
        [DataRequired(_l("Enter a name for addresses."))],
        description=_l("Small letters a to z, digits and hyphens, such as 12-key-ways."),
        render_kw={"maxlength": slugs.LONGEST, "dir": "ltr", "autocomplete": "off"},
    )
    language = StringField(
        _l("Language"),
        [DataRequired(_l("Enter a language."))],
        description=_l(
            "A tag such as en, fr or pt-BR. The text in this language is the one meant."
        ),
        render_kw={"maxlength": 16, "dir": "ltr", "autocomplete": "off"},
    )

    def validate_slug(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        try:
            slugs.require(field.data)
        except DomainError as refusal:
            raise ValidationError(words_of(refusal)) from None

    def validate_language(self, field: Field) -> None:
        tag = languages.canonical((field.data or "").strip())
        if not tag:
            raise ValidationError(_l("Enter a language tag such as en, fr or pt-BR."))
        field.data = tag

    def draft(self, campaign: str) -> PaperDraft:
        """Return the new paper, with everything that is not asked as it usually is."""
        return PaperDraft(campaign, self.slug.data or "", self.text(self.language.data or ""))


class ChangedTextForm(TextForm):
    """A text that people may have signed already: what the change is, and what it says of it."""

    change = StringField(
        _l("What sort of change is it?"),
        [AnyOf(["editorial", "substantive"], _l("Choose what sort of change it is."))],
        description=_l("It becomes a new version. Whoever signed stays with the one they signed."),
    )
    note = StringField(
        _l("What was changed, for everybody to read"),
        [_line, Length(max=LONGEST_NOTE)],
        render_kw={"maxlength": LONGEST_NOTE, "autocomplete": "off"},
    )


def draft_of(form: TextForm, paper: PublicPaper, language: str) -> PaperDraft:
    """Return the text of a paper that a form holds; dates and rules are no part of it."""
    said: dict[str, Any] = {}
    if isinstance(form, ChangedTextForm):
        said = {"change": form.change.data, "note": form.note.data or ""}
    return PaperDraft(paper.campaign_slug, paper.slug, form.text(language), kind=paper.kind, **said)
