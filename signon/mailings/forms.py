"""Shape of what leads write and plan."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from signon.kernel import languages, wall_clock
from signon.kernel.errors import DomainError
from signon.mailings import policy
from signon.mailings.drafts import PlanDraft, TextDraft
from signon.markup.markdown import render
from signon.site.bodies import shown
from signon.site.error_pages import words_of

_MOMENT = {"type": "datetime-local"}


class TextsForm(FlaskForm):
    """An update in each language of the interface; a language without words is left out."""

    def of(self, language: str) -> tuple[Any, Any]:
        """Return the two fields of a language."""
        return self[f"subject_{language}"], self[f"body_{language}"]

    def fill(self, said: list[TextDraft]) -> "TextsForm":
        """Show what is written so far."""
        for text in said:
            subject, body = self.of(text.language)
            subject.data, body.data = text.subject, text.body
        return self

    def drafts(self) -> list[TextDraft] | None:
        """Return what was written; None when the form says what is wrong with it."""
        if not self.validate():
            return None
        each = [self._draft(language) for language in languages.INTERFACE]
        return None if self.errors else [text for text in each if text is not None]

    def _draft(self, language: str) -> TextDraft | None:
        subject, body = self.of(language)
        said = " ".join((subject.data or "").split()), (body.data or "").strip()
        if bool(said[0]) != bool(said[1]):
            name = languages.INTERFACE[language]
            missing = body if said[0] else subject
            missing.errors = [words_of(policy.HalfWritten(language=name))]
        return TextDraft(language=language, subject=said[0], body=said[1]) if all(said) else None


def _readable(_form: FlaskForm, field: Field) -> None:
    try:
        render(field.data or "", language=languages.DEFAULT)
    except DomainError as refusal:
        raise ValidationError(words_of(refusal)) from None


for _language in languages.INTERFACE:
    _typed = {"lang": _language, "dir": languages.direction(_language)}
    _subject = StringField(
        _l("Subject"),
        [Length(max=policy.LONGEST_SUBJECT), shown],
        render_kw={**_typed, "maxlength": policy.LONGEST_SUBJECT},
    )
    _body = TextAreaField(
        _l("Text"),
        [Length(max=policy.LONGEST_BODY), shown, _readable],
        render_kw={**_typed, "rows": 10},
    )
    setattr(TextsForm, f"subject_{_language}", _subject)
    setattr(TextsForm, f"body_{_language}", _body)


class PlanForm(FlaskForm):
    """When it leaves, in the time zone of the paper."""

    send_at = StringField(
        _l("Send it on"), description=_l("Empty: it leaves at once."), render_kw=_MOMENT
    )
    not_after = StringField(
        _l("Not after"),
        description=_l("If mail is held up until then, the rest is not sent, and you are told."),
        render_kw=_MOMENT,
    )

    def draft(self, zone: str) -> PlanDraft | None:
        """Return the plan; None when the form says what is wrong with it."""
        if not self.validate():
            return None
        send_at, not_after = (self._moment(one, zone) for one in (self.send_at, self.not_after))
        return None if self.errors else PlanDraft(send_at, not_after)

    def _moment(self, field: Any, zone: str) -> datetime | None:
        typed = (field.data or "").strip()
        if not typed:
            return None
        try:
            found = wall_clock.moment(datetime.fromisoformat(typed), wall_clock.zone(zone))
            if not 2000 <= found.year <= 2999:
                raise ValueError
        except DomainError as refusal:
            field.errors = [words_of(refusal)]
        except (ValueError, OverflowError):
            field.errors = [_("Enter a day and a time such as 2027-03-31T09:00.")]
        else:
            return found
        return None
