"""The form by which an entry is challenged, and the one by which its signatory answers."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, ValidationError

from signon.challenges import wordings
from signon.challenges.drafts import ChallengeDraft
from signon.challenges.kind import OUTCOMES
from signon.kernel.errors import DomainError
from signon.kernel.text import links_in_text, names
from signon.site.error_pages import words_of
from signon.submissions.receiving.forms import PromiseRead, SubmissionForm, email_field

PERSON = 120
ROLE = 120
EXPLANATION = 2000
NOTE = 500


def _tidy(field: Field, limit: int, missing: str, *, text: bool = False) -> None:
    """Clean what was typed; refuse it beside its field when it is empty or too long."""
    try:
        names.require_shown(field.data or "")
        field.data = (names.tidy_text if text else names.tidy)(field.data or "", limit)
    except DomainError as refusal:
        raise ValidationError(words_of(refusal)) from None
    if missing and not field.data:
        raise ValidationError(missing)


def _tidy_without_links(field: Field, limit: int, missing: str, *, text: bool = False) -> None:
    """Clean the same way what is mailed to an address that may be a stranger's."""
    _tidy(field, limit, missing, text=text)
    try:
        links_in_text.require_none(field.data)
    except DomainError as refusal:
        raise ValidationError(words_of(refusal)) from None


class ChallengeForm(SubmissionForm):
    """Who says that an entry is wrong, and why. `capacity` is the entry's."""

    representative_name = StringField(_l("Your name"), render_kw={"autocomplete": "name"})
    representative_role = StringField(
        _l("Your role in the organisation"), render_kw={"autocomplete": "organization-title"}
    )
    email = email_field()
    explanation = TextAreaField(
        _l("What is wrong?"),
        description=_l("Only those who run this campaign read it. It is never published."),
        render_kw={"rows": 5},
    )
    authorised = BooleanField()
    promise_read = PromiseRead()

    def __init__(self, capacity: str, is_kept: Callable[[str], bool], **options: object):
        super().__init__(**options)
        self.promise_read.is_kept = is_kept
        self.of_organisation = capacity == "organisation"
        self.authorised.label.text = _(wordings.AUTHORITY[wordings.CURRENT][capacity])

    def validate_representative_name(self, field: Field) -> None:
        _tidy_without_links(field, PERSON, _("Enter your name."))
        if not names.is_readable(field.data):
            raise ValidationError(_("Please enter a name that has letters."))

    def validate_representative_role(self, field: Field) -> None:
        missing = _("Enter your role in the organisation.") if self.of_organisation else ""
        _tidy_without_links(field, ROLE, missing)

    def validate_explanation(self, field: Field) -> None:
        _tidy_without_links(field, EXPLANATION, _("Say in a few words what is wrong."), text=True)

    def validate_authorised(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick this box if you may speak for whom the entry names."))

    def draft(self, language: str) -> ChallengeDraft:
        """Return what was typed."""
        return ChallengeDraft(
            name=self.representative_name.data or "",
            role=self.representative_role.data or "",
            email=self.email.data or "",
            explanation=self.explanation.data or "",
            language=language,
        )


class AnswerForm(FlaskForm):
    """What the one who signed has to say. The page's own mark is checked, not a cookie's."""

    class Meta(FlaskForm.Meta):
        csrf = False

    answer = TextAreaField(
        _l("Your answer"),
        description=_l("Only those who run this campaign read it. It is never published."),
        render_kw={"rows": 5},
    )

    def validate_answer(self, field: Field) -> None:
        _tidy(field, EXPLANATION, _("Write your answer."), text=True)


class DecisionForm(FlaskForm):
    """A lead's decision about a disputed entry, as they saw it."""

    outcome = HiddenField(validators=[AnyOf([outcome.code for outcome in OUTCOMES])])
    revision = IntegerField(validators=[InputRequired()])
    note = StringField(_l("Reason, which both sides are told"))

    def validate_note(self, field: Field) -> None:
        _tidy(field, NOTE, _("Give the reason: both sides are told."))
