"""A board meets next week: its secretary asks for a place, and the chair confirms it."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

NAME = "Quay and Compass"
SECRETARY = "secretary@quay.example.org"


def test_a_board_decides_late(house: House, windows: Windows) -> None:
    secretary, chair, lead = windows.open("en"), windows.open("en"), windows.open("en")
    people.sign_in(lead, house)

    the_secretary_asks_for_a_place(secretary)
    link = she_is_told_that_it_is_kept(secretary)
    nobody_sees_it_on_the_list(secretary)
    the_lead_sees_until_when_it_is_kept(lead)

    # The secretary forwards the message; the chair opens it on another machine.
    the_chair_sees_who_asked_and_confirms(chair, link)

    expect(people.on_list(chair, NAME)).to_be_visible()
    expect(people.on_desk(lead, NAME, "published")).to_be_visible()
    expect(people.on_desk(lead, NAME, "reserved")).to_have_count(0)


def the_day_of_the_meeting() -> str:
    return f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%d}"


def the_secretary_asks_for_a_place(secretary: Page) -> None:
    people.endorse(
        secretary,
        organisation_name=NAME,
        acronym="QC",
        website="https://quay.example.org/",
        email=SECRETARY,
        decides_on=the_day_of_the_meeting(),
    )


def she_is_told_that_it_is_kept(secretary: Page) -> str:
    """Read the mail; return the link in it."""
    people.read_mail(secretary, SECRETARY)
    mail = secretary.locator("main")
    expect(mail).to_contain_text("A place is kept")
    expect(mail).to_contain_text("on that day we ask")
    expect(mail).to_contain_text("You may forward this message to the person who decides")
    return people.link_in_mail(secretary, "confirm")


def nobody_sees_it_on_the_list(secretary: Page) -> None:
    expect(people.on_list(secretary, NAME)).to_have_count(0)


def the_lead_sees_until_when_it_is_kept(lead: Page) -> None:
    expect(people.on_desk(lead, NAME, "reserved")).to_contain_text("Place reserved until")


def the_chair_sees_who_asked_and_confirms(chair: Page, link: str) -> None:
    chair.goto(link)
    expect(chair.locator("main")).to_contain_text("Ada Sample asked for this place on")
    expect(chair.locator("main dl")).to_contain_text(NAME)
    people.press(chair)
    chair.wait_for_url("**/thank-you?*")
    expect(people.line_of(chair, NAME)).to_be_visible()
