"""What every template may use: names of languages and countries, dates, marks of direction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal
from flask import Flask, request
from flask_babel import get_locale, get_translations
from flask_babel import gettext as _
from markupsafe import Markup

from signon.kernel import clock, countries, languages
from signon.site import languages as chosen
from signon.site import page_cache


def init_app(app: Flask) -> None:
    """Dress the template engine."""
    app.jinja_env.globals.update(
        LANGUAGES=languages.INTERFACE,
        language=chosen.current,
        direction=languages.direction,
        own_name=languages.own_name,
        country_name=country_name,
        country_names=country_names,
        page_in=page_in,
        spoken_in=spoken_in,
    )
    _find_words_once(app)
    app.jinja_env.filters.update(
        day=day, last_day=last_day, moment=moment, until=until, opening=opening, closing=closing
    )
    app.jinja_env.filters.update(number=number, groupby_run=runs, date_in_full=date_in_full)


def _find_words_once(app: Flask) -> None:
    """Let templates find their words in one look-up for a language, and not in five.

    Flask-Babel writes out the name of the locale for every single word, some 10 µs each.
    """
    catalogues: dict[Any, Any] = {}

    def catalogue() -> Any:
        locale = get_locale()
        if locale not in catalogues:
            catalogues[locale] = get_translations()
        return catalogues[locale]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of its i18n extension
        gettext=lambda word: catalogue().ugettext(word),
        ngettext=lambda one, many, number: catalogue().ungettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, word: catalogue().upgettext(context, word),
    )


def country_name(code: str) -> str:
    """Return a country's name in the language of the page."""
    return countries.name(code, chosen.current())


def country_names() -> Mapping[str, str]:
    """Return all countries' names in the language of the page, for a list that needs many."""
    return countries.names(chosen.current())


def spoken_in(language: str) -> Markup:
    """Return the attributes of a text in a language: which it is, and how it runs.

    Only where nobody has said the language does the browser guess from the first letter.
    """
    if not language:
        return Markup('dir="auto"')
    return _spoken_in(language)


@lru_cache(maxsize=256)
def _spoken_in(language: str) -> Markup:
    return Markup('lang="{}" dir="{}"').format(language, languages.direction(language))


def runs(rows: Iterable[Any], attribute: str) -> list[tuple[Any, list[Any]]]:
    """Return neighbours that share `attribute` together, in the order in which they come."""
    return [(value, list(group)) for value, group in groupby(rows, attrgetter(attribute))]


def page_in(language: str) -> str:
    """Return the address of this page in another language, "" when it has none of its own."""
    _, _, rest = request.path.partition(f"/{chosen.current()}/")
    if not request.path.startswith(f"/{chosen.current()}/"):
        return ""
    return f"/{language}/{rest}{page_cache.query_of_page()}"


def number(value: int) -> str:
    """Return a number with the grouping of the page's language."""
    return _number(value, locale_name(get_locale()))


def day(value: datetime, zone: str = "UTC") -> str:
    """Return a date in full."""
    return _day(clock.day_in(zone, value), locale_name(_written_locale()))


def moment(value: datetime, zone: str = "UTC") -> str:
    """Return date, time and the name of the zone: a deadline hangs on it."""
    there = value.astimezone(ZoneInfo(zone))
    clock_time = _time(there.hour, there.minute, locale_name(_written_locale()))
    return f"{day(value, zone)}{_(', ')}{clock_time} ({_zone_name(zone)})"


def until(value: datetime, zone: str = "UTC") -> str:
    """Return a deadline, for words that say "until": a whole day is named, not the midnight after.

    31 March is over when 1 April begins, but who reads "until 1 April" comes a day late.
    """
    if not _ends_a_day(value, zone):
        return moment(value, zone)
    end = _("the end of %(day)s", day=last_day(value, zone))
    return f"{end} ({_zone_name(zone)})"


def opening(value: datetime, zone: str = "UTC") -> str:
    """Return when something begins, for words that say "on": its first day, or the very moment."""
    if value != clock.day_begins(zone, clock.day_in(zone, value)):
        return moment(value, zone)
    return f"{day(value, zone)} ({_zone_name(zone)})"


def closing(value: datetime, zone: str = "UTC") -> str:
    """Return when something ended, for words that say "on": its last day, or the very moment."""
    if not _ends_a_day(value, zone):
        return moment(value, zone)
    return f"{last_day(value, zone)} ({_zone_name(zone)})"


def date_in_full(value: date) -> str:
    """Return a day of the calendar in full."""
    return format_date(value, format="long", locale=_written_locale())


def last_day(value: datetime, zone: str = "UTC") -> str:
    """Return in full the last day of what ends at a moment."""
    return day(value - _INSTANT, zone)


_INSTANT = timedelta(microseconds=1)
_LAST_MINUTE = timedelta(minutes=1)


def _ends_a_day(value: datetime, zone: str) -> bool:
    # Not "is it 00:00": where the clock jumps at midnight the day begins at one o'clock. And who
    # types 23:59 means the end of that day.
    return clock.day_in(zone, value - _INSTANT) != clock.day_in(zone, value + _LAST_MINUTE)


def _zone_name(zone: str) -> str:
    # UTC is no region, and what CLDR makes of it is not what anybody calls it.
    return zone if zone == "UTC" else _zone(zone, locale_name(_written_locale()))


@cache
def locale_name(locale: Locale) -> str:
    """Return what a locale is called, which takes Babel 5 µs."""
    return str(locale)


# Babel takes some 50 µs to write a number or a day, and a page writes the same ones again.


@lru_cache(maxsize=4096)
def _number(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=1024)
def _day(value: date, locale: str) -> str:
    return format_date(value, format="long", locale=locale)


@lru_cache(maxsize=4096)
def _time(hour: int, minute: int, locale: str) -> str:
    return format_time(time(hour, minute), "HH:mm", locale=locale)


@lru_cache(maxsize=1024)
def _zone(zone: str, locale: str) -> str:
    return get_timezone_name(ZoneInfo(zone), locale=locale, return_zone=False)


def _written_locale() -> Locale:
    """Return the locale of dates: our English is that of the documents it stands beside."""
    locale = get_locale() or Locale("en")
    return Locale("en", "GB") if locale.language == "en" else locale
