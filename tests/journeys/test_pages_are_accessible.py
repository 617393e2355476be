"""Every page fits a small phone, and whoever listens to it, enlarges it or cannot tell its colours
can use it.
"""

import pytest
from playwright.sync_api import Page

from signon.kernel.languages import INTERFACE
from tests.support import axe, people, places, rooms
from tests.support.browser import Windows
from tests.support.house import House
from tests.support.phone import PHONE, first_on_it
from tests.support.places import Place

pytestmark = pytest.mark.browser

COLOURED = ("en", "ar")
"""Languages in which colours are looked at, by day and night. All others have those of English:
the style sheet speaks of no other, and no text has a colour of its own."""

LEADS_READ = ("en", "ar")


@pytest.mark.parametrize("language", INTERFACE)
def test_every_public_page_is_accessible_and_fits_a_small_phone(
    windows: Windows, every_page: tuple[Place, ...], language: str
) -> None:
    page = axe.bring(windows.open(language, viewport=PHONE))
    look = by_day_and_night if language in COLOURED else whatever_its_colours
    faults = places.look_at(page, language, every_page, first_on_it(look))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LEADS_READ)
@pytest.mark.usefixtures("every_page")  # it leaves something to see on the desk
def test_the_desk_is_accessible_and_fits_a_small_phone(
    house: House, windows: Windows, language: str
) -> None:
    lead = axe.bring(windows.open(language, viewport=PHONE))
    people.sign_in(lead, house)
    faults = places.look_at(lead, language, rooms.of_desk(lead), first_on_it(by_day_and_night))
    assert not faults, "\n".join(faults)


def by_day_and_night(page: Page) -> list[str]:
    return axe.violations(page) + axe.violations_in_the_dark(page)


def whatever_its_colours(page: Page) -> list[str]:
    return axe.violations(page, colours=False)
