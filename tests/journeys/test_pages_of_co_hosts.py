"""The pages of co-hosts, and the form with a consent for each: for everybody, and on a phone."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from signon.kernel.languages import INTERFACE
from tests.support import axe, people, places
from tests.support.browser import Windows
from tests.support.house import LEAD, House
from tests.support.phone import PHONE, first_on_it
from tests.support.places import LONG_NAME, Place
from tests.support.rooms import CAMPAIGN

pytestmark = pytest.mark.browser

ROOM = f"{CAMPAIGN}/co-hosts"


def test_the_pages_of_co_hosts_are_accessible_and_fit_a_phone(
    house: House, windows: Windows
) -> None:
    lead = windows.open("en")
    people.sign_in(lead, house)
    faults: list[str] = []
    form = _host_too(lead)
    try:
        found = _pages(lead, form)
        for language in INTERFACE:
            page = axe.bring(windows.open(language, viewport=PHONE))
            people.sign_in(page, house)
            faults += places.look_at(page, language, found, first_on_it(_by_day_and_night))
    finally:
        _host_no_more(lead)

    assert not faults, "\n".join(faults)


def _host_too(lead: Page) -> str:
    """Add a co-host that the lead is of; return the address of the form by its link."""
    lead.goto(ROOM)
    lead.locator('main [name="name"]').fill(LONG_NAME[:190])
    lead.locator("main section:last-of-type .button").click()
    section = lead.locator("main .co-host").first
    section.locator("summary").first.click()
    section.locator('[name="email"]').fill(LEAD)
    section.locator("details").first.locator("button").click()
    link = lead.locator("main .co-host .of-co-host p bdi[dir=ltr]").first.inner_text()
    return f"/{{language}}{urlsplit(link).path}/endorse?{urlsplit(link).query}"


def _pages(lead: Page, form: str) -> tuple[Place, ...]:
    lead.goto("/desk/")
    room = str(lead.locator('main a[href^="/desk/co-hosts/"]').first.get_attribute("href"))
    return (
        Place("co-hosts of a campaign", ROOM),
        Place("room of a co-host", room),
        Place("who lets a co-host write", f"{room}/contacts"),
        Place("form by the link of a co-host", form),
    )


def _host_no_more(lead: Page) -> None:
    """End the co-host, which signs its people out: the lead too, before another journey begins."""
    lead.goto(ROOM)
    section = lead.locator("main .co-host").first
    section.locator("summary").last.click()
    section.locator("details").last.locator("button").click()
    lead.wait_for_url("**/desk/sign-in**")


def _by_day_and_night(page: Page) -> list[str]:
    return axe.violations(page) + axe.violations_in_the_dark(page)
