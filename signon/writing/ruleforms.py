"""The dates and rules of a paper as a lead fills them in: shape only, days in the paper's zone."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, ValidationError

from signon.kernel import clock, wall_clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.papers import rules
from signon.papers.queries import PublicPaper
from signon.site.typed import stale

TICKS = ("allows_parts", "allows_reservations")
LEVELS = (*rules.LEVELS, "own")
WORDS: dict[str, dict[str, str]] = {
    "accepts": {
        "organisations": N_("organisations"),
        "individuals": N_("individuals"),
        "both": N_("organisations and individuals"),
    },
    "level": {
        "open": N_("open: any mailbox that is confirmed, but those thrown away"),
        "normal": N_("normal: for organisations, a mailbox of their own; for individuals, any"),
        "strict": N_(
            "strict: only a mailbox at the organisation’s own website, one that we know, or what "
            "was checked"
        ),
        "own": N_("a choice of our own, as ticked below"),
    },
    "publication": {
        "on_confirmation": N_("as soon as it is confirmed, if the evidence below is enough"),
        "after_review": N_("after one of us has looked at it"),
    },
    "publish_grades": {
        "checked": N_("one of us has checked it"),
        "second": N_("a second person of the organisation has confirmed it"),
        "domain": N_("the address lies at the website that the entry states"),
        "contact": N_("the address is one that we know of the organisation"),
        "mailbox": N_("the mailbox is proven, and lies elsewhere"),
        "personal": N_("an individual's mailbox is proven, and lies at a provider for everybody"),
        "freemail": N_("the mailbox is proven, and lies at a provider for everybody"),
        "disposable": N_("the mailbox is proven, and lies at a provider of throw-away addresses"),
    },
    "contested_shown": {
        "hidden": N_("taken off the list until it is settled"),
        "marked": N_("left on the list, and marked"),
    },
}
"""What the values of rules are called, in the order of the page."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_PLAIN_TIME = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)
_DAY = re.compile(r"2[01]\d\d-\d\d-\d\d", re.ASCII)
_DATE, _HOUR = {"type": "date", "dir": "ltr"}, {"type": "time", "dir": "ltr"}


def _day(_form: FlaskForm, field: Field) -> None:
    field.data = (field.data or "").strip()
    if field.data and _read_day(field.data) is None:
        raise ValidationError(_l("Enter a day."))


def _hour(_form: FlaskForm, field: Field) -> None:
    field.data = (field.data or "").strip()
    if field.data and not _TIME.fullmatch(field.data):
        raise ValidationError(_l("Enter a time such as 18:00, or leave it empty."))


def _months(_form: FlaskForm, field: Field) -> None:
    typed = (field.data or "").strip()
    if not re.fullmatch(r"[0-9]{1,4}", typed):
        raise ValidationError(_l("Enter a number of months from 1 to 120."))


def _a_day(label: Any, description: Any = "") -> StringField:
    return StringField(label, [_day], description=description, render_kw=_DATE)


def _an_hour(description: Any) -> StringField:
    return StringField(_l("Time"), [_hour], description=description, render_kw=_HOUR)


_WHOLE_DAY = _l("Left empty, the end of that day.")


class DatesForm(FlaskForm):
    """When a paper opens and closes; a day and, where it matters, a time for each."""

    opens_on = _a_day(_l("Opens"))
    opens_time = _an_hour(_l("Left empty, the beginning of that day."))
    soft_on = _a_day(
        _l("Please sign until"),
        _l("Until when you ask for signatures. Signing stays possible until the close."),
    )
    soft_time = _an_hour(_WHOLE_DAY)
    closes_on = _a_day(
        _l("Closes"), _l("What was signed before can be confirmed for one more day.")
    )
    closes_time = _an_hour(_WHOLE_DAY)
    late_desk = BooleanField(
        _l("After the close, let organisations ask to be added: each of them waits for you.")
    )
    tell_unconfirmed = BooleanField(_l("Whoever has signed and not confirmed yet"))
    tell_signatories = BooleanField(_l("Signatories who asked for news of the campaign"))
    seen = HiddenField()
    """What was shown before it is done; anything else is shown first."""
    shown = HiddenField()

    def dates(self, paper: PublicPaper) -> dict[str, Any]:
        """Return the moments as they were typed; what was left as it was shown is not one.

        Raises `RuleRefused` for an hour that the clocks of the paper skip, or show twice.
        """
        shown = values_of(paper)
        found: dict[str, Any] = {"late_desk": bool(self.late_desk.data)}
        for name, prefix in _PREFIXES.items():
            fields = (f"{prefix}_on", f"{prefix}_time")
            if any((self[field].data or "") != shown[field] for field in fields):
                found[name] = self._moment_of(name, prefix, paper.time_zone)
        return {n: v for n, v in found.items() if v is not None or n != "opens_at"}

    def _moment_of(self, name: str, prefix: str, zone: str) -> datetime | None:
        day, hour = _read_day(self[f"{prefix}_on"].data or ""), self[f"{prefix}_time"].data
        if day is None:
            return None
        if not hour:
            return clock.day_begins(zone, day + timedelta(days=name != "opens_at"))
        if not _PLAIN_TIME.fullmatch(hour):
            self._take_distance(prefix)
        try:
            return _in_zone(day, hour, zone)
        except DomainError as refusal:
            self._take_distance(prefix)  # it is asked for now
            raise rules.RuleRefused(name, refusal.message, **refusal.values) from None

    def _take_distance(self, prefix: str) -> None:
        """Draw a time as text: a field for times takes no distance from UTC, and would empty it."""
        self[f"{prefix}_time"].render_kw = {**_HOUR, "type": "text"}


_PREFIXES = {"opens_at": "opens", "soft_closes_at": "soft", "closes_at": "closes"}


def field_of(rule: str) -> str:
    """Return the name of the input that a rule is typed into."""
    return f"{_PREFIXES[rule]}_on" if rule in _PREFIXES else rule


class RulesForm(FlaskForm):
    """Who may sign and what appears at once; every field is named like the rule."""

    level = StringField(
        _l("What is enough to appear on the list at once?"),
        [AnyOf(LEVELS, _l("There is no such choice."))],
        description=_l("What has less behind it waits for you."),
    )
    publication = StringField(_l("When does an endorsement appear on the list?"))
    publish_grades = SelectMultipleField(
        _l("What is enough to appear at once?"),
        choices=list(rules.GRADES),  # type: ignore[arg-type]  # the stubs know pairs alone
        validate_choice=False,
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
    shown = HiddenField()

    def changes(self) -> dict[str, Any]:
        """Return the rules as they were typed: those of a level, or the single ones."""
        return {
            **self._of_level(),
            **{name: self[name].data for name in ("contested_shown", "accepts")},
            **{name: bool(self[name].data) for name in TICKS},
            "retention_months": int(self.retention_months.data or 0),
        }

    def _of_level(self) -> dict[str, Any]:
        grades = rules.LEVELS.get(self.level.data or "")
        if grades is not None:
            return {"publication": "on_confirmation", "publish_grades": grades}
        typed = " ".join(self.publish_grades.data or ())
        return {"publication": self.publication.data, "publish_grades": typed}


def dates_of(paper: PublicPaper) -> DatesForm:
    """Return the form for dates as it is before anybody has typed."""
    return _opened(DatesForm, paper)


def rules_of(paper: PublicPaper) -> RulesForm:
    """Return the form for rules as it is before anybody has typed."""
    return _opened(RulesForm, paper)


def words_of_value(field: Field) -> str:
    """Return the value of a field as the page says it."""
    known = WORDS.get(field.name, {})
    if isinstance(field.data, bool):
        return _("yes") if field.data else _("no")
    if not known:
        return str(field.data or "")
    values = field.data if isinstance(field.data, list) else [field.data]
    return "; ".join(_(known[value]) for value in values if value in known)


def _opened(kind: type[Any], paper: PublicPaper) -> Any:
    values = values_of(paper)
    form = kind(formdata=None, data=values)
    stale.note(form, [name for name in values if name in form])
    return form


def values_of(paper: PublicPaper) -> dict[str, Any]:
    """Return what the forms show before anybody has typed."""
    said: dict[str, Any] = {name: getattr(paper, name) for name in rules.NAMES}
    for name, prefix in _PREFIXES.items():
        shown = _shown(said[name], paper.time_zone, is_end=name != "opens_at")
        said[f"{prefix}_on"], said[f"{prefix}_time"] = shown
    return {
        **said,
        "level": rules.level_of(paper.publication, paper.publish_grades),
        "publish_grades": paper.publish_grades.split(),
        "retention_months": str(paper.retention_months),
    }


def _shown(moment: datetime | None, zone: str, *, is_end: bool) -> tuple[str, str]:
    """Return a day and a time as inputs hold them; of a whole day there is no time."""
    if moment is None:
        return "", ""
    day = clock.day_in(zone, moment)
    if moment == clock.day_begins(zone, day):
        whole = day - timedelta(days=1) if is_end else day
        return whole.isoformat(), ""
    return day.isoformat(), moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def _read_day(typed: str) -> date | None:
    if not _DAY.fullmatch(typed):
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _in_zone(day: date, hour: str, zone: str) -> datetime:
    typed = datetime.combine(day, time.fromisoformat(hour))
    return wall_clock.moment(typed, ZoneInfo(zone))
