"""Every row of a table on its own: what it says, and whether it is taken. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from signon.imports.cells import addresses, kinds, moments, places, states, texts, ticks
from signon.imports.cells.folding import plain
from signon.imports.columns.choosing import Chosen
from signon.imports.records import ACCEPTED, REJECTED, Fields, Judged, Problem
from signon.imports.sheets.grid import NO_VALUE, STRUCK, Line
from signon.kernel.text import names
from signon.kernel.websites import WebsiteUnusable, clean
from signon.signatories import fields

LONGEST_NAME = 300
"""As `signatories.models.Stated` keeps it; longer than what the form takes."""

LONGEST_ACRONYM = 40
LONGEST_PERSON = 120
_NOTHING = frozenset(
    {"", "n a", "na", "none", "null", "nil", "nc", "sans", "aucun", "aucune", "ninguno", "ninguna",
     "no", "non", "keine", "keiner", "nessuno", "nenhum", "لا يوجد", "x", "tbc", "tbd"}
)  # fmt: skip
"""What people put where nothing is to be said."""

_OTHERWISE = frozenset(
    {"other", "autre", "otro", "otra", "andere", "sonstiges", "altro", "outro", "oth", "اخرى",
     "other please specify", "autre pays", "other country", ""}
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """How the columns of one table are read."""

    chosen: Chosen
    zone: tzinfo
    day_first: bool = True
    email_required: bool = True
    boxes: frozenset[str] = frozenset()
    """Targets whose columns only ever say yes: nothing there is a box that was left empty."""
    hours: int | None = None
    """The column with the hour, where that of the day has none."""
    titles: int = 0
    withdrawn_by_tick: bool = False
    """A column that asks whether a signature was taken back, not one that names its state."""


@dataclass
class _Row:
    """One row while it is judged."""

    line: Line
    rules: Rules
    problems: list[Problem] = field(default_factory=list)

    def place(self, target: str) -> int | None:
        return self.rules.chosen.places.get(target)

    def cell(self, target: str) -> str:
        """Return what stands in the column of a target; beside "other" what was typed instead."""
        place = self.place(target)
        if place is None:
            return ""
        said, other = self.at(place), (self.rules.chosen.others or {}).get(place)
        if other is not None and self.at(other).strip() and plain(said) in _OTHERWISE:
            return self.at(other)
        return said

    def at(self, place: int) -> str:
        return self.line.cells[place] if place < len(self.line.cells) else ""

    def note(self, target: str, reason: str) -> None:
        place = self.place(target)
        beside = self.rules.titles if place is None else place
        self.problems.append(Problem(beside, reason))

    def kept(self, target: str, take: Callable[[str, int], str], longest: int) -> str:
        """Return a text as it is kept; "" with a problem where it is too long for its place."""
        try:
            return take(self.cell(target), longest)
        except names.TooLong:
            self.note(target, "too_long")
            return ""


def judge(line: Line, rules: Rules) -> Judged:
    """Return a row as it is read by itself; whether another one says the same, others find out."""
    row = _Row(line, rules)
    fields = _fields(row)
    reason = _refusal(row, fields)
    status = REJECTED if reason else ACCEPTED
    if rules.titles and len(line.cells) > rules.titles:
        row.problems.append(Problem(rules.titles, "surplus_cells"))
    return Judged(line.record, status, fields, line.cells, reason, problems=tuple(row.problems))


def _fields(row: _Row) -> Fields:
    return Fields(
        organisation=_organisation(row),
        acronym=row.kept("acronym", texts.name, LONGEST_ACRONYM),
        email=_email(row),
        country=_country(row),
        organisation_kind=kinds.code_of(row.cell("organisation_kind")),
        website=_website(row),
        comment=row.kept("comment", texts.remark, fields.STATEMENT.longest),
        signed_at=_signed_at(row),
        wants_updates=_wants_updates(row),
        representative_name=_person(row),
        representative_role=row.kept("representative_role", texts.name, LONGEST_PERSON),
    )


def _organisation(row: _Row) -> str:
    said = row.kept("organisation", texts.name, LONGEST_NAME)
    return said.removesuffix(states.marked_withdrawn(said)).strip() if said else ""


def _email(row: _Row) -> str:
    found = addresses.read(row.cell("email"))
    if found.is_cleaned:
        row.note("email", "cleaned_email")
    if found.further:
        row.note("email", "further_email")
    return found.email


def _country(row: _Row) -> str:
    cell = row.cell("country")
    code = places.code_of(cell)
    if not code and plain(cell) not in _NOTHING:
        row.note("country", "unknown_country")
    return code


def _website(row: _Row) -> str:
    cell = names.bare(row.cell("website")).strip("<>\"'")
    if plain(cell) in _NOTHING:
        return ""
    for typed in (cell, *cell.split()):
        try:
            return clean(typed.rstrip(",;")) if "." in typed else _unusable(row)
        except WebsiteUnusable:
            continue
    return _unusable(row)


def _unusable(row: _Row) -> str:
    row.note("website", "unusable_website")
    return ""


def _signed_at(row: _Row) -> datetime | None:
    place = row.place("signed_at")
    if place is None:
        return None
    when = row.line.times.get(place)
    if when is not None:
        found = moments.in_zone(when, "", row.rules.zone)
    else:
        said = row.at(place) + (f" {row.at(row.rules.hours)}" if row.rules.hours else "")
        found = moments.read(said, row.rules.zone, day_first=row.rules.day_first)
    if found is None and row.at(place).strip():
        row.note("signed_at", "unknown_date")
    return found


def _wants_updates(row: _Row) -> bool | None:
    if row.place("wants_updates") is None:
        return None
    cell = row.cell("wants_updates")
    said = ticks.read(cell)
    if said is None and "wants_updates" in row.rules.boxes:
        return bool(plain(cell))
    return said


def _person(row: _Row) -> str:
    if row.place("representative_name") is not None:
        return _short(row, row.cell("representative_name"))
    return _short(row, " ".join((row.cell("first_name"), row.cell("last_name"))))


def _short(row: _Row, said: str) -> str:
    try:
        return texts.name(said, LONGEST_PERSON)
    except names.TooLong:
        row.note("representative_name", "shortened")
        return ""


# ---- whether it is taken ----


def _refusal(row: _Row, said: Fields) -> str:
    """Return the first reason not to take a row, "" for none; each is noted at its cell."""
    for reason, (target, refuses) in _REFUSALS.items():
        if refuses(row, said):
            if reason != "too_long":
                row.note(target, reason)
            return reason
    return ""


def _is_incomplete(row: _Row, _said: Fields) -> bool:
    place = row.place("completed")
    if place is None:
        return False
    cell = row.at(place).strip()
    return not cell or plain(cell) == "n a" or states.is_incomplete(cell)


def _is_withdrawn(row: _Row, _said: Fields) -> bool:
    organisation = row.place("organisation")
    if organisation is not None and row.line.marks.get(organisation) == STRUCK:
        return True
    if states.marked_withdrawn(row.cell("organisation").strip()):
        return True
    return _says_withdrawn(row) or any(map(states.is_withdrawn, _beside(row)))


def _says_withdrawn(row: _Row) -> bool:
    """Tell whether the column for it says so: in words, by a tick or by a day."""
    place = row.place("withdrawn")
    if place is None:
        return False
    cell = row.at(place)
    is_day = place in row.line.times or bool(moments.read(cell, row.rules.zone))
    return (
        states.is_withdrawn(cell)
        or is_day
        or (ticks.read(cell) is True and row.rules.withdrawn_by_tick)
    )


def _beside(row: _Row) -> list[str]:
    """Return the cells that are no target's, but for remarks: there people note such things."""
    taken = {place for target, place in row.rules.chosen.places.items() if target != "comment"}
    return [cell for place, cell in enumerate(row.line.cells) if place not in taken and cell]


def _lacks_value(row: _Row, _said: Fields) -> bool:
    chosen = row.rules.chosen
    read = {*chosen.places.values(), *chosen.consents}
    return any(mark == NO_VALUE and at in read for at, mark in row.line.marks.items())


def _lacks_name(row: _Row, said: Fields) -> bool:
    is_long = any(problem.reason == "too_long" for problem in row.problems)
    return not names.is_readable(said.organisation) and not (is_long and not said.organisation)


def _lacks_email(row: _Row, said: Fields) -> bool:
    return row.rules.email_required and addresses.is_missing(row.cell("email"))


def _has_no_email(row: _Row, said: Fields) -> bool:
    return not said.email and not addresses.is_missing(row.cell("email"))


def _lacks_consent(row: _Row, _said: Fields) -> bool:
    first, *others = row.rules.chosen.consents or [None]
    if first is not None and not ticks.consents(row.at(first)):
        return True
    return any(ticks.read(row.at(place)) is False for place in others if place is not None)


def _is_too_long(row: _Row, _said: Fields) -> bool:
    return any(problem.reason == "too_long" for problem in row.problems)


_REFUSALS: Mapping[str, tuple[str, Callable[[_Row, Any], bool]]] = {
    "incomplete_response": ("completed", _is_incomplete),
    "withdrawn": ("withdrawn", _is_withdrawn),
    "formula_without_value": ("organisation", _lacks_value),
    "missing_name": ("organisation", _lacks_name),
    "missing_email": ("email", _lacks_email),
    "invalid_email": ("email", _has_no_email),
    "no_consent": ("consent", _lacks_consent),
    "too_long": ("comment", _is_too_long),
}
