"""From a file to judged rows: the way in for whoever shows or writes what a sheet says."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from signon.imports import repeats, tables
from signon.imports.cells import moments, states, ticks
from signon.imports.cells.folding import plain
from signon.imports.columns.choosing import Chosen, choose
from signon.imports.columns.profiles import Profile
from signon.imports.judging import Rules, judge
from signon.imports.records import TARGETS, Layout, LeftOut, Reading, Unreadable, Wishes
from signon.imports.sheets.grid import TOO_MANY_ROWS, Book, Line, Sheet
from signon.imports.sheets.opening import open_book
from signon.imports.tables import Table
from signon.kernel.files.tabular import restored
from signon.kernel.words import N_

MOST_ROWS = 20_000
PROBLEM = "problem"
"""The last column of the file that we hand out to be mended."""

_SURVEY = frozenset(
    {
        "lastpage",
        "last page",
        "startlanguage",
        "start language",
        "seed",
        "response id",
        "id",
        "derniere page",
        "letzte seite",
        "ultima pagina",
        "langue de depart",
        "antwort id",
        "id de la reponse",
        "token",
    }
)
_SUBMITTED = frozenset(
    {
        "submitdate",
        "date submitted",
        "date de soumission",
        "datum abgeschickt",
        "fecha de envio",
        "data di invio",
        "data de envio",
        "datum der abgabe",
        "تاريخ الإرسال",
        "تاريخ ارسال",
    }
)
_ZONE = re.compile(r"\b(?:UTC|GMT|CES?T|E[SD]T|P[SD]T|C[SD]T|M[SD]T)(?:\s?[+-]\d{1,2})?\b")


def read(data: bytes, filename: str, wishes: Wishes = Wishes()) -> Reading:  # noqa: B008 - frozen
    """Return what a file says, read as wished and otherwise as is likeliest.

    The name of the file decides nothing. Raises `Unreadable`.
    """
    book = open_book(data, wishes)
    sheet, table = _chosen_table(book, wishes)
    if len(table.lines) > MOST_ROWS:
        raise Unreadable("too_many_rows", TOO_MANY_ROWS, limit=MOST_ROWS)
    lines = _mended(table)
    chosen = choose(table.titles, _profiles(table.titles, lines), wishes.mapping)
    chosen = _with_completion(table.titles, chosen, wishes)
    rules = _rules(table.titles, lines, chosen, wishes)
    layout = Layout(
        book.encoding,
        book.delimiter,
        sheet.name,
        table.header_record,
        {target: table.titles[place] for target, place in _said(chosen).items()},
    )
    return Reading(
        layout,
        table.titles,
        tuple(repeats.marked(judge(line, rules) for line in lines)),
        (*_sheets_left_out(book, sheet.name), *sheet.left_out, *table.left_out),
        chosen.questions,
        book.names,
    )


def _said(chosen: Chosen) -> dict[str, int]:
    """Return the columns of the targets that may be fixed, in the order of those."""
    return {target: chosen.places[target] for target in TARGETS if target in chosen.places}


def _chosen_table(book: Book, wishes: Wishes) -> tuple[Sheet, Table]:
    """Return the wished sheet and its table, or the first one whose header says most."""
    if wishes.sheet:
        if wishes.sheet not in book.names:
            raise Unreadable("unknown_sheet", UNKNOWN_SHEET, sheet=wishes.sheet)
        sheet = book.sheet(wishes.sheet)
        return sheet, tables.find(sheet.lines, wishes.header_record)
    found: list[tuple[Sheet, Table]] = []
    for name in book.names:
        sheet = book.sheet(name)
        if any(line.filled for line in sheet.lines):
            found.append((sheet, tables.find(sheet.lines, wishes.header_record)))
            if tables.likelihood(found[-1][1]) >= _ENOUGH:
                return found[-1]
    if not found:
        raise Unreadable("empty", tables.EMPTY)
    return max(found, key=lambda one: tables.likelihood(one[1]))


_ENOUGH = 2
"""Targets that the titles of a sheet have to name for no other one to be looked at."""


def _sheets_left_out(book: Book, name: str) -> list[LeftOut]:
    hidden = [LeftOut("hidden_sheet", one) for one in book.hidden]
    return hidden + [LeftOut("other_sheet", one) for one in book.names if one != name]


def _mended(table: Table) -> Sequence[Line]:
    """Return the rows; in a file of our own the marks before formulas are taken off again."""
    if PROBLEM not in map(plain, table.titles):
        return table.lines
    return [
        Line(line.record, tuple(map(restored, line.cells)), line.times, line.marks)
        for line in table.lines
    ]


def _profiles(titles: Sequence[str], lines: Sequence[Line]) -> list[Profile]:
    return [
        Profile(
            [line.cells[at] if at < len(line.cells) else "" for line in lines],
            sum(at in line.times for line in lines),
        )
        for at in range(len(titles))
    ]


def _with_completion(titles: Sequence[str], chosen: Chosen, wishes: Wishes) -> Chosen:
    """Let the day of sending say what was finished, in surveys that keep abandoned answers."""
    if "completed" in chosen.places or "completed" in wishes.mapping:
        return chosen
    said = [{plain(part) for part in (title, *re.split(r"[.:]", title))} for title in titles]
    sent = [at for at, forms in enumerate(said) if forms & _SUBMITTED]
    is_survey = sum(bool(forms & _SURVEY) for forms in said) > 1
    if not sent or not is_survey:
        return chosen
    places = {"signed_at": sent[0], **chosen.places, "completed": sent[0]}
    return Chosen(places, chosen.consents, chosen.others, chosen.questions)


def _rules(titles: Sequence[str], lines: Sequence[Line], chosen: Chosen, wishes: Wishes) -> Rules:
    signed_at = chosen.places.get("signed_at")
    title = titles[signed_at] if signed_at is not None else ""
    cells = _column(lines, signed_at)
    return Rules(
        chosen,
        _zone(title, wishes.time_zone),
        moments.Order(cells, otherwise=plain(title) not in _MONTH_FIRST).day_first,
        wishes.email_required,
        _boxes(lines, chosen.places),
        _hours(titles, chosen, cells),
        max((place + 1 for place, one in enumerate(titles) if one), default=0),
        _asks_whether_withdrawn(titles, chosen.places),
    )


def _asks_whether_withdrawn(titles: Sequence[str], places: Mapping[str, int]) -> bool:
    return "withdrawn" in places and states.is_withdrawn(titles[places["withdrawn"]])


def _hours(titles: Sequence[str], chosen: Chosen, days: Sequence[str]) -> int | None:
    """Return the column of hours where days stand alone, None where there is none."""
    taken = {*chosen.places.values()}
    found = (at for at, title in enumerate(titles) if plain(title) in _HOURS and at not in taken)
    return None if not days or any(":" in day for day in days) else next(found, None)


_HOURS = frozenset({"time", "hour", "heure", "hora", "uhrzeit", "zeit", "ora", "وقت", "ساعة"})
_MONTH_FIRST = frozenset({"timestamp", "completion time", "start time"})
"""Titles under which forms in American English write the month first."""


def _column(lines: Sequence[Line], place: int | None) -> list[str]:
    if place is None:
        return []
    return [line.cells[place] for line in lines if place < len(line.cells) and line.cells[place]]


def _boxes(lines: Sequence[Line], places: Mapping[str, int]) -> frozenset[str]:
    cells = _column(lines, places.get("wants_updates"))
    says_no = any(ticks.read(cell) is False for cell in cells)
    return frozenset() if says_no or not cells else frozenset({"wants_updates"})


def _zone(title: str, otherwise: str) -> tzinfo:
    """Return the zone that a title names, such as "Submit Date (UTC)", else the usual one."""
    named = _ZONE.search(title)
    if named:
        moment = moments.in_zone(datetime(2000, 1, 1), named[0].lower(), ZoneInfo("UTC"))  # noqa: DTZ001
        if moment is not None and moment.tzinfo is not None:
            return moment.tzinfo
    return ZoneInfo(otherwise)


UNKNOWN_SHEET = N_("There is no sheet “%(sheet)s” in this workbook.")
