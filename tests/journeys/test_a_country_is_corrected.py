"""A lead corrects a country by mistake; whoever signed is asked, and puts it back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support import hosts, people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

PAPER = "doors-corrected"
NAME = "Lille Lanterns"
ADDRESS = "office@lille-lanterns.example.org"


def test_a_country_that_a_lead_corrected_is_put_back(
    house: House, windows: Windows, tmp_path: Path
) -> None:
    ngo, lead = windows.open("en"), windows.open("en")
    hosts.open_paper(house, tmp_path, PAPER, "Doors corrected")
    it_signs(ngo)
    people.sign_in(lead, house)

    the_lead_corrects_the_country(lead)
    expect(people.on_list(ngo, NAME, paper=PAPER)).to_contain_text("Belgium")
    link = the_mail_asks(ngo)
    it_looks_and_says_that_it_is_right(ngo, link)
    expect(people.on_list(ngo, NAME, paper=PAPER)).to_contain_text("Belgium")

    it_learns_better_and_puts_it_back(ngo, link)
    expect(people.on_list(ngo, NAME, paper=PAPER)).to_contain_text("France")
    the_lead_reads_old_and_new(lead)

    the_lead_corrects_it_again(lead)
    the_old_link_puts_nothing_back(ngo, link)
    expect(people.on_list(ngo, NAME, paper=PAPER)).to_contain_text("Belgium")


def it_signs(ngo: Page) -> None:
    said = {"organisation_name": NAME, "acronym": "", "country": "FR", "website": ""}
    people.endorse(ngo, paper=PAPER, email=ADDRESS, **said)
    people.confirm(ngo, ADDRESS)


def the_lead_corrects_the_country(lead: Page) -> None:
    people.entry_on_desk(lead, NAME, "published", PAPER)
    lead.get_by_role("link", name="Correct or repair").click()
    lead.get_by_role("link", name="Correct what is public").click()
    lead.get_by_role("combobox", name="Country").select_option(label="Belgium")
    lead.get_by_role("button", name="Correct").click()
    expect(lead.get_by_role("status")).to_have_text("Corrected.")


def the_mail_asks(ngo: Page) -> str:
    people.read_mail_about(ngo, ADDRESS, "We corrected this, is it right?")
    expect(ngo.locator("main")).to_contain_text("France")
    return people.link_in_mail(ngo, "corrected")


def it_looks_and_says_that_it_is_right(ngo: Page, link: str) -> None:
    ngo.goto(link)
    expect(ngo.get_by_role("heading", level=1)).to_have_text("Is this right?")
    expect(ngo.locator("main")).to_contain_text("Country, beforeFrance")
    expect(ngo.locator("main")).to_contain_text("Country, nowBelgium")
    ngo.get_by_role("button", name="Yes, this is right").click()
    expect(ngo.get_by_role("heading", level=1)).to_have_text("Thank you")


def it_learns_better_and_puts_it_back(ngo: Page, link: str) -> None:
    ngo.goto(link)
    ngo.get_by_role("button", name="No, put it back").click()
    expect(ngo.get_by_role("heading", level=1)).to_have_text("Put back")
    expect(ngo.get_by_role("button", name="No, put it back")).to_have_count(0)


def the_lead_reads_old_and_new(lead: Page) -> None:
    lead.get_by_role("link", name="History").click()
    line = people.line_of(lead, NAME).filter(has_text="was corrected")
    expect(line).to_have_count(2)  # by the lead, and back by whoever signed
    line.first.get_by_role("link", name=NAME).click()
    past = lead.get_by_role("region", name="What leads corrected")
    expect(past).to_contain_text("Country, beforeFranceCountry, nowBelgium")
    expect(past).to_contain_text("Put back.")


def the_lead_corrects_it_again(lead: Page) -> None:
    the_lead_corrects_the_country(lead)
    expect(lead.locator("main")).to_contain_text("Nobody has answered yet.")


def the_old_link_puts_nothing_back(ngo: Page, link: str) -> None:
    ngo.goto(link)
    expect(ngo.get_by_role("heading", level=1)).to_have_text("Put back")
    expect(ngo.locator("main").get_by_role("button")).to_have_count(0)
