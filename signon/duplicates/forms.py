"""The forms of the desk: what comes in hidden fields, and what a lead chooses."""

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import Optional, Regexp

from signon.duplicates.plans import Choice

_ID = Regexp(r"\A[\w-]{1,24}\Z")
_DIGEST = Regexp(r"\A\w{1,64}\Z")
STAYS = "stays-"
"""With this and a paper's number begins the name of the choice for its list."""


class PairForm(FlaskForm):
    """Two organisations."""

    one = HiddenField(validators=[_ID])
    other = HiddenField(validators=[_ID])


class TakeBackForm(FlaskForm):
    """What was said of two organisations."""

    said = HiddenField(validators=[_ID])


class MergeForm(FlaskForm):
    """A merge, as the page before has shown it."""

    kept = HiddenField(validators=[_ID])
    merged = HiddenField(validators=[_ID])
    name = HiddenField(validators=[Optional(), _ID])
    seen = HiddenField(validators=[_DIGEST])

    def choice(self) -> Choice:
        """Return what was chosen."""
        stays = {value for name, value in request.form.items() if name.startswith(STAYS)}
        return Choice(
            self.kept.data or "",
            self.merged.data or "",
            self.name.data or "",
            frozenset(stays),
            self.seen.data or "",
        )
