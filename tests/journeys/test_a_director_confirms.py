"""A junior signs, the paper wants more than a mailbox, and the director confirms."""

import pytest
from playwright.sync_api import Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

NAME = "Copper Kettle"
JUNIOR, DIRECTOR = "junior@kettle.example", "director@kettle.example"
CHAIR, WEBSITE = "chair@kettle.example", "https://kettle.example/"
STRICT = "checked second"
USUAL = "checked second domain contact mailbox freemail"


def test_a_director_confirms_a_juniors_signature(house: House, windows: Windows) -> None:
    junior, director, lead = windows.open("en"), windows.open("en"), windows.open("en")
    people.sign_in(lead, house)
    a_lead_has_checked_an_earlier_signature(director, lead)
    house.flask("papers", "set", people.PAPER, "--publish-grades", STRICT)
    try:
        the_junior_signs(junior)
        expect(people.on_list(junior, NAME)).to_have_count(0)
        and_asks_the_director(junior)
        the_director_sees_who_signed_and_says_yes(director)
        expect(people.on_list(director, NAME)).to_be_visible()
    finally:
        house.flask("papers", "set", people.PAPER, "--publish-grades", USUAL)


def a_lead_has_checked_an_earlier_signature(chair: Page, lead: Page) -> None:
    """Since then the hosts know the domain of the organisation, and whose word counts for it."""
    known = {"organisation_name": NAME, "website": WEBSITE, "email": CHAIR}
    people.endorse(chair, paper=people.CALL, acronym="", **known)
    people.confirm(chair, CHAIR)
    people.check_entry(lead, people.CALL, NAME)


def the_junior_signs(junior: Page) -> None:
    people.endorse(junior, organisation_name=NAME, acronym="CK", website="", email=JUNIOR)
    people.confirm(junior, JUNIOR)
    expect(junior.locator("main")).to_contain_text("does not stand on the list by itself yet")


def and_asks_the_director(junior: Page) -> None:
    people.open_space(junior, JUNIOR)
    junior.get_by_role("link", name="Let a second person confirm").click()
    people.fill_in(junior, name="Bo Sample", role="Director", email=DIRECTOR)
    junior.get_by_role("button", name="Ask this person").click()
    expect(junior.get_by_role("status")).to_contain_text("our question is on its way")


def the_director_sees_who_signed_and_says_yes(director: Page) -> None:
    people.read_mail_about(director, DIRECTOR, "Please confirm for your organisation")
    expect(director.locator("main")).to_contain_text("Ada Sample (Chair) has endorsed")
    director.goto(people.link_in_mail(director, "offers"))
    expect(director.locator("main dl")).to_contain_text(NAME)
    director.get_by_role("button", name="Yes").click()
    expect(director.locator("main")).to_contain_text("You have confirmed for your organisation.")
