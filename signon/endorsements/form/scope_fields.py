"""The part of the form in which somebody chooses priorities, or adds a reservation."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from signon.endorsements import policy
from signon.papers import queries as papers
from signon.papers.queries import PublicPaper
from signon.papers.texts.priorities import Priority, numbers, written
from signon.site.error_pages import words_of


class Ticks(SelectMultipleField):
    """Numbers of priorities. `choices` are those of the paper, none where there is no choice."""

    def pre_validate(self, form: Any) -> None:
        """Check the ticks that count: those of somebody who endorses a part."""
        if not self.choices or form.scope.data != "part":
            return
        if not self.data:
            raise ValidationError(_("Tick at least one priority, or choose the whole paper."))
        if not set(self.data) <= set(self.choices):
            raise ValidationError(words_of(policy.PriorityUnknown()))


class VersionRead(StringField):
    """The number of the version that was read, as the page said it; `current` is today's.

    Nobody signs what they have not read, and a priority's number means the same only within one.
    """

    current = ""

    def pre_validate(self, _form: Any) -> None:
        """Check that the text is still the one that was read; a sender may leave it out."""
        if self.data not in (self.current, "", None):
            raise ValidationError(
                _(
                    "The text was changed while you filled in this form. Please read it again, "
                    "then send the form once more."
                )
            )


class TextRead(StringField):
    """The language of the text that was read, as the page said it; one of the paper's.

    Where nothing is said it is the text that the page of the paper shows without being asked.
    """

    known: tuple[str, ...] = ()

    def pre_validate(self, _form: Any) -> None:
        """Check that there is such a text."""
        if self.data and self.data not in self.known:
            raise ValidationError(
                _("This paper has no text in that language. Please read it again.")
            )


def _check_scope(form: Any, field: Field) -> None:
    if not form.priorities.choices:
        return
    # Without an answer it is the whole paper, as before there was a question; unless one is ticked.
    known = ("whole", "part") if form.priorities.data else ("whole", "part", "", None)
    if field.data not in known:
        raise ValidationError(_("Choose the whole paper or only some of its priorities."))


def scope_field() -> StringField:
    """Return the field that says whether all of the paper is endorsed."""
    return StringField(_l("What do you endorse?"), [_check_scope])


def priorities_field() -> Ticks:
    """Return the field for the ticks beside the priorities."""
    return Ticks(_l("Which priorities?"), coerce=str, validate_choice=False)


def pickable(paper: PublicPaper, stored: str = "") -> list[str]:
    """Return the priorities that may be ticked: those of a version that takes parts.

    What was `stored` when it took them can be ticked still.
    """
    return [str(n) for n in numbers(paper.priorities if paper.takes_parts else stored)]


def offer(form: Any, paper: PublicPaper) -> Any:
    """Return the form, now knowing the paper: its version, and which priorities may be chosen."""
    form.version_read.current = str(paper.version)
    form.text_read.known = tuple(text.language for text in paper.texts)
    form.priorities.choices = pickable(paper)
    return form


def chosen(scope: Field, priorities: Ticks) -> str:
    """Return the chosen priorities as they are stored, nothing for the whole paper.

    Raises `PartsRefused` where there is no choice, however it was sent.
    """
    if not priorities.choices:
        if priorities.data or scope.data not in ("whole", "", None):
            raise policy.PartsRefused
        return ""
    return written(map(int, priorities.data or ())) if scope.data == "part" else ""


def priority_choices(paper: PublicPaper, language: str) -> tuple[Priority, ...]:
    """Return the priorities of a paper as the readers of its text in a language know them."""
    return papers.priorities(paper, language)
