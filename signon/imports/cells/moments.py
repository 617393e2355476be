"""Days and hours as forms and people write them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from itertools import pairwise

from babel import Locale

from signon.imports.cells.folding import plain
from signon.imports.sheets.times import of_serial
from signon.kernel.text.fold import fold

EARLIEST, LATEST = 1990, 2100
"""Years outside are what programs put where nobody has signed."""

_LANGUAGES = ("en", "fr", "es", "ar", "de", "it", "pt", "nl", "pl", "tr", "ru", "el", "sv", "ca")
_LEVANTINE = (
    "كانون الثاني;شباط;اذار;نيسان;ايار;حزيران;تموز;اب;ايلول;تشرين الاول;تشرين الثاني;كانون الاول"
)
_MAGHREBI = "جانفي;فيفري;مارس;افريل;ماي;جوان;جويلية;اوت;سبتمبر;اكتوبر;نوفمبر;ديسمبر"

_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<d>\d{1,2})")
_YEAR_LAST = re.compile(
    r"(?P<a>\d{1,2})\s?[-/.]\s?(?P<b>\d{1,2})\s?[-/.]\s?(?P<y>\d{4}|\d{2})(?!\d)"
)
_SHORT_YEAR = re.compile(r"^(\d{1,2}[- ][^\W\d_]{3,}\.?)[- ](\d\d)(?![\d:])")
_COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
_TIME = re.compile(
    r"(?<![\d.])(?P<h>\d{1,2})(?:\s?[:.h]\s?(?P<m>\d{2}))(?:\s?[:.m]\s?(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"(?P<half>\s*(?:a\.?\s?m\.?|p\.?\s?m\.?|[صم](?!\w)))?"
)
_HOUR = re.compile(r"(?<![\d.])(?P<h>\d{1,2})\s?(?P<half>(?:a\.?m\.?|p\.?m\.?)(?!\w))")
_ZONE = re.compile(r"(?:utc|gmt)?\s?(?P<sign>[+−-])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?(?!\d)")
_NAMED_ZONE = re.compile(r"(?<![a-z])(?:utc|gmt|z|[a-z]{3,4})(?![a-z])")
_ZONES = dict(
    pair.split("=")
    for pair in [
        "utc=0",
        "gmt=0",
        "z=0",
        "wet=0",
        "bst=1",
        "cet=1",
        "mez=1",
        "west=1",
        "cest=2",
        "mesz=2",
        "eet=2",
        "eest=3",
        "msk=3",
        "edt=-4",
        "est=-5",
        "cdt=-5",
        "cst=-6",
        "mdt=-6",
        "mst=-7",
        "pdt=-7",
        "pst=-8",
    ]
)
"""Hours from Greenwich of what zones are called in exports."""

_FIGURES = re.compile(r"\d+(?:[.,]\d+)?")
_SECONDS = range(946_684_800, 4_102_444_800)
"""Seconds since 1970 that are of this century."""

_SERIALS = range(20_000, 80_000)
_SPACES = re.compile(r"[\s\u200e\u200f\u061c]+")
_WRITTEN_APART = str.maketrans({"−": "-", "年": "-", "月": "-", "日": " "})


class Order:
    """Whether the day or the month stands first in a column; `day_first` None: it says nothing."""

    def __init__(self, cells: Iterable[str], otherwise: bool = True):
        found = [match for cell in cells if (match := _YEAR_LAST.search(_tidy(cell)))]
        pairs = [(int(one["a"]), int(one["b"])) for one in found]
        self.is_clear = any(a > 12 or b > 12 for a, b in pairs)
        if self.is_clear:
            self.day_first = sum(a > 12 for a, _ in pairs) >= sum(b > 12 for _, b in pairs)
        else:
            self.day_first = _by_sequence(found, otherwise)


def _by_sequence(found: list[re.Match[str]], otherwise: bool) -> bool:
    """Return which reading puts the days of a column into a sequence, if only one does."""
    steps = {True: 0, False: 0}
    for day_first in steps:
        days = [(_year(one["y"]), *_month_and_day(one, day_first)) for one in found]
        steps[day_first] = sum(a > b for a, b in pairwise(days))
    if steps[True] == steps[False]:
        return otherwise
    return steps[True] < steps[False]


def read(cell: str, zone: tzinfo, *, day_first: bool = True) -> datetime | None:
    """Return the moment that a cell says, None for none. Hours without a zone are of `zone`."""
    typed = _tidy(cell)
    if _FIGURES.fullmatch(typed):
        return _of_figures(typed, zone)
    day = _day(typed, day_first)
    if day is None:
        return None
    return in_zone(*day, zone)


def in_zone(when: datetime, rest: str, zone: tzinfo) -> datetime | None:
    """Return a moment with its zone: the one that stands in the rest of the cell, or `zone`."""
    if not EARLIEST <= when.year < LATEST:
        return None
    return when.replace(tzinfo=_zone(rest) or zone)


def _tidy(cell: str) -> str:
    return _SPACES.sub(" ", fold(cell[:100].translate(_WRITTEN_APART))).strip()


def _of_figures(typed: str, zone: tzinfo) -> datetime | None:
    """Return the day of a number as workbooks keep it, or of eight figures."""
    compact = _COMPACT.fullmatch(typed)
    if compact:
        when = _made(compact["y"], int(compact["m"]), int(compact["d"]), "")
        return in_zone(when, "", zone) if when else None
    seconds = int(typed) // (1000 if len(typed) == 13 else 1) if typed.isdecimal() else 0
    if seconds in _SECONDS:
        return datetime.fromtimestamp(seconds, UTC)
    serial = float(typed.replace(",", "."))
    when = of_serial(serial) if int(serial) in _SERIALS else None
    return when and when.replace(tzinfo=zone)


def _day(typed: str, day_first: bool) -> tuple[datetime, str] | None:
    """Return the day and hour, and what is left of the cell behind them."""
    for pattern in (_YEAR_FIRST, _YEAR_LAST):
        if found := pattern.search(typed):
            parts = found.groupdict()
            month, day = (
                _month_and_day(found, day_first)
                if "a" in parts
                else (int(found["m"]), int(found["d"]))
            )
            return _at(typed, found.span(), found["y"], month, day)
    return _in_words(typed)


def _month_and_day(found: re.Match[str], day_first: bool) -> tuple[int, int]:
    a, b = int(found["a"]), int(found["b"])
    if a > 12 >= b:
        return b, a
    if b > 12 >= a:
        return a, b
    return (b, a) if day_first else (a, b)


def _in_words(typed: str) -> tuple[datetime, str] | None:
    """Return a day whose month is written as a word, such as "12 March 2024"."""
    typed = _SHORT_YEAR.sub(r"\1 20\2", typed)
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", typed)
    for words in (2, 1):
        for found in re.finditer(r"[^\W\d_]+\.?" + r" [^\W\d_]+" * (words - 1), typed):
            month = _months().get(plain(found[0]))
            if month and year:
                before = typed[: year.start()] + " " * 4 + typed[year.end() :]
                day = re.search(r"(?<![\d:.])(\d{1,2})(?![\d:])", before)
                return _at(typed, year.span(), year[0], month, int(day[1]) if day else 1)
    return None


def _at(
    typed: str, span: tuple[int, int], year: str, month: int, day: int
) -> tuple[datetime, str] | None:
    rest = f"{typed[: span[0]]} {typed[span[1] :].lstrip('t')}"
    when = _made(year, month, day, rest)
    hour = _TIME.search(rest) or _HOUR.search(rest)
    return (when, rest[hour.end() :] if hour else rest) if when else None


def _made(year: str, month: int, day: int, rest: str) -> datetime | None:
    hour, minute, second = _hour(rest)
    try:
        return datetime(_year(year), month, day, hour, minute, second)  # noqa: DTZ001 - added next
    except ValueError:
        return None


def _year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _hour(rest: str) -> tuple[int, int, int]:
    found = _TIME.search(rest) or _HOUR.search(rest)
    if not found:
        return 0, 0, 0
    parts = found.groupdict()
    hour, half = int(found["h"]), (found["half"] or "").replace(".", "").replace(" ", "")
    if half in ("pm", "م") and hour < 12:
        hour += 12
    elif half in ("am", "ص") and hour == 12:
        hour = 0
    return hour, int(parts.get("m") or 0), int(parts.get("s") or 0)


def _zone(rest: str) -> tzinfo | None:
    if found := _ZONE.search(rest):
        away = timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
        if away >= timedelta(hours=24):
            return None
        return timezone(-away if found["sign"] != "+" else away)
    named = [int(_ZONES[one[0]]) for one in _NAMED_ZONE.finditer(rest) if one[0] in _ZONES]
    return timezone(timedelta(hours=named[0])) if named else None


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in _LANGUAGES:
        months = Locale.parse(language).months
        for kind in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                found |= {plain(name): number for number, name in months[kind][width].items()}
    for names in (_LEVANTINE, _MAGHREBI):
        found |= {plain(name): number for number, name in enumerate(names.split(";"), 1)}
    return found | {"sept": 9, "mrz": 3, "marz": 3}
