"""A deadline names the last day on which something is possible, in every language and zone."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from signon.site.formats import closing, last_day, opening, until
from tests.support.databases import on_one_database

pytestmark = on_one_database

MINUTE = timedelta(minutes=1)
MARCH = datetime(2027, 3, 31, 22, 0, tzinfo=UTC)
"""The end of 31 March in Brussels."""
APRIL = datetime(2027, 4, 29, 22, 0, tzinfo=UTC)
"""The end of 29 April in Cairo, where the clock jumps from midnight to one."""


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        (MARCH, "Europe/Brussels", "the end of 31 March 2027 (Central European Time)"),
        (APRIL, "Africa/Cairo", "the end of 29 April 2027 (Eastern European Time)"),
        (datetime(2027, 4, 1, tzinfo=UTC), "UTC", "the end of 31 March 2027 (UTC)"),
        (MARCH, "UTC", "31 March 2027, 22:00 (UTC)"),
        (MARCH - MINUTE, "Europe/Brussels", "the end of 31 March 2027 (Central European Time)"),
        (MARCH - 2 * MINUTE, "Europe/Brussels", "31 March 2027, 23:58 (Central European Time)"),
        (MARCH + MINUTE, "Europe/Brussels", "1 April 2027, 00:01 (Central European Time)"),
        (APRIL, "Europe/Brussels", "the end of 29 April 2027 (Central European Time)"),
    ],
)
def test_the_end_of_a_day_is_called_so(app: Flask, moment: datetime, zone: str, words: str) -> None:
    with app.test_request_context(), force_locale("en"):
        assert until(moment, zone) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "31 mars 2027 inclus (heure d’Europe centrale)"),
        ("es", "31 de marzo de 2027 inclusive (hora de Europa central)"),
        ("ar", "نهاية يوم 31 مارس 2027 (توقيت وسط أوروبا)"),
    ],
)
def test_the_end_of_a_day_is_named_in_every_language(app: Flask, language: str, words: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert until(MARCH, "Europe/Brussels") == words


def test_what_opens_with_a_day_names_no_hour(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert opening(MARCH, "Europe/Brussels") == "1 April 2027 (Central European Time)"
        assert opening(APRIL, "Africa/Cairo") == "30 April 2027 (Eastern European Time)"
        assert opening(MARCH, "UTC") == "31 March 2027, 22:00 (UTC)"


def test_what_is_over_ended_on_its_last_day(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert closing(MARCH, "Europe/Brussels") == "31 March 2027 (Central European Time)"
        assert closing(MARCH, "UTC") == "31 March 2027, 22:00 (UTC)"
        assert last_day(APRIL, "Africa/Cairo") == "29 April 2027"
        assert last_day(MARCH) == "31 March 2027"
