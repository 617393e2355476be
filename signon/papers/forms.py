"""The rules of a paper as a lead fills them in: shape only, dates in the zone of the paper."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from signon.kernel import wall_clock
from signon.kernel.errors import DomainError
from signon.papers import rules
from signon.papers.queries import PublicPaper

DATES = ("closes_at", "soft_closes_at")
TICKS = ("late_desk", "allows_parts", "allows_reservations")
_WRITTEN = re.compile(
    r"2[01]\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_DATE = {"type": "datetime-local", "dir": "ltr"}


def _moment(_form: FlaskForm, field: Field) -> None:
    field.data = (field.data or "").strip()
    if field.data and _read(field.data) is None:
        raise ValidationError(_l("Enter a date with its time."))


def _months(_form: FlaskForm, field: Field) -> None:
    typed = (field.data or "").strip()
    if not re.fullmatch(r"[0-9]{1,4}", typed):
        raise ValidationError(_l("Enter a number of months from 1 to 120."))


class RulesForm(FlaskForm):
    """One paper's dates and rules; every field is named like the rule."""

    soft_closes_at = StringField(
        _l("Please sign until"),
        [_moment],
        description=_l(
            "Until when you ask for signatures. Signing stays possible until the close."
        ),
        render_kw=_DATE,
    )
    closes_at = StringField(
        _l("Closes"),
        [_moment],
        description=_l("What was signed before can be confirmed for one more day."),
        render_kw=_DATE,
    )
    late_desk = BooleanField(
        _l("After the close, let organisations ask to be added: each of them waits for you.")
    )
    publication = StringField(_l("When does an endorsement appear on the list?"))
    publish_grades = SelectMultipleField(
        _l("What is enough to appear at once?"),
        choices=list(rules.GRADES),  # type: ignore[arg-type]  # the stubs know pairs alone
        validate_choice=False,
        description=_l("What has less behind it waits for you."),
    )
    contested_shown = StringField(_l("An endorsement that is in dispute is"))
    accepts = StringField(_l("Who may sign?"))
    allows_parts = BooleanField(_l("Let signatories endorse only some of the numbered priorities."))
    allows_reservations = BooleanField(_l("Let signatories add a short public reservation."))
    retention_months = StringField(
        _l("How many months after the close are contacts erased?"),
        [_months],
        description=_l(
            "Whoever has signed already is kept no longer than the form said then: a longer time "
            "or a later close holds for those who sign from now on."
        ),
        render_kw={"inputmode": "numeric", "dir": "ltr", "maxlength": 4},
    )

    def changes(self, paper: PublicPaper) -> dict[str, Any]:
        """Return the rules as they were typed; a date that was left as it was shown is not one.

        Raises `RuleRefused` for an hour that the clocks of the paper skip, or show twice.
        """
        shown = values_of(paper)
        typed: dict[str, Any] = {
            name: self[name].data for name in ("publication", "contested_shown", "accepts")
        }
        for name in DATES:
            if self[name].data != shown[name]:
                typed[name] = self._moment_of(name, paper.time_zone)
        return {
            **typed,
            **{name: bool(self[name].data) for name in TICKS},
            "publish_grades": " ".join(self.publish_grades.data or ()),
            "retention_months": int(self.retention_months.data or 0),
        }

    def _moment_of(self, name: str, zone: str) -> datetime | None:
        """Return what was typed as a moment; raise `RuleRefused` where the clocks leave it open."""
        try:
            return _in_zone(self[name].data, zone)
        except DomainError as refusal:
            # A field for dates takes no distance from UTC, which is asked for now.
            self[name].render_kw = {**_DATE, "type": "text"}
            raise rules.RuleRefused(name, refusal.message, **refusal.values) from None


def values_of(paper: PublicPaper) -> dict[str, Any]:
    """Return what the form shows before anybody has typed."""
    zone = ZoneInfo(paper.time_zone)
    dates = {name: getattr(paper, name) for name in DATES}
    return {
        **{name: getattr(paper, name) for name in rules.NAMES},
        **{
            name: _shown(moment.astimezone(zone)) if moment else ""
            for name, moment in dates.items()
        },
        "publish_grades": paper.publish_grades.split(),
        "retention_months": str(paper.retention_months),
    }


def _shown(moment: datetime) -> str:
    """Return what an input for a moment holds: of a whole last day its last minute."""
    before = (moment.astimezone(UTC) - timedelta(minutes=1)).astimezone(moment.tzinfo)
    shown = moment if before.date() == moment.date() else before
    return shown.strftime("%Y-%m-%dT%H:%M")


def _read(typed: str) -> datetime | None:
    if not _WRITTEN.fullmatch(typed):
        return None
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        return None


def _in_zone(typed: str | None, zone: str) -> datetime | None:
    moment = _read(typed or "")
    return wall_clock.moment(moment, ZoneInfo(zone)) if moment else None
