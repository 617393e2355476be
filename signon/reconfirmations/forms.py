"""Shape of what leads and signatories send."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, ValidationError

from signon.kernel.errors import DomainError
from signon.kernel.text import names
from signon.reconfirmations.drafts import RoundDraft
from signon.reconfirmations.models import NO_ANSWER
from signon.site.error_pages import words_of

LATEST_YEAR = 2999
REASON = 600
LAST_MINUTE = time(23, 59)


class RoundForm(FlaskForm):
    """A round as a lead wants it; the page that asks to confirm carries it along."""

    answer_by = StringField(
        _l("Last day for an answer"),
        [InputRequired(_l("Enter the last day for an answer."))],
        render_kw={"type": "date"},
    )
    no_answer = StringField(
        _l("Who does not answer"),
        [AnyOf(NO_ANSWER, message=_l("Choose what happens to those who do not answer."))],
    )

    def validate_answer_by(self, field: Field) -> None:
        try:
            day = date.fromisoformat((field.data or "").strip())
        except ValueError:
            day = None
        if day is None or not 2000 <= day.year <= LATEST_YEAR:
            raise ValidationError(_("Enter a date such as 2027-03-31."))
        field.data = day.isoformat()

    def draft(self, zone: str) -> RoundDraft:
        """Return the round; its last day ends where the paper is at home."""
        day = date.fromisoformat(self.answer_by.data or "")
        last = datetime.combine(day, LAST_MINUTE, ZoneInfo(zone))
        return RoundDraft(last, self.no_answer.data or "")


class AnswerForm(FlaskForm):
    """A signatory's answer. The page's own mark is checked beside it."""

    class Meta:
        csrf = False

    answer = StringField(validators=[AnyOf(("keep", "withdraw"))])
    reason = TextAreaField(
        _l("Why, in a sentence or two"),
        description=_l("Only if you want to say it: it is public."),
        render_kw={"rows": 3, "maxlength": REASON},
    )

    def validate_reason(self, field: Field) -> None:
        try:
            field.data = names.tidy_text(field.data or "", REASON)
        except DomainError as refusal:
            raise ValidationError(words_of(refusal)) from None
