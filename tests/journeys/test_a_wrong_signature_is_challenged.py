"""Somebody signs for an organisation that never agreed. It says so, and the hosts decide."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

NAME = "Lighthouse Legal Aid"
WEBSITE = "https://legal-aid.example.net/"
OFFICE = "office@legal-aid.example.net"
VOLUNTEER = "volunteer.sample@helpers.example.com"
CHAIR = "chair@legal-aid.example.net"
COLLEAGUE = "ada@legal-aid.example.net"


def test_a_wrong_signature_is_challenged(house: House, windows: Windows) -> None:
    office, volunteer, lead = windows.open("fr"), windows.open("en"), windows.open("en")
    people.sign_in(lead, house)

    the_office_has_signed_another_paper(office)
    people.check_entry(lead, people.CALL, NAME)
    a_volunteer_signs_this_one_in_its_name(volunteer)
    expect(people.on_list(office, NAME, "fr")).to_be_visible()

    the_office_is_told_and_says_that_it_did_not_sign(office)
    expect(people.on_list(volunteer, NAME)).to_have_count(0)

    the_volunteer_is_told_and_answers(volunteer)
    the_lead_reads_both_sides_and_lets_the_entry_stay(lead)
    expect(people.on_list(office, NAME, "fr")).to_be_visible()
    the_lead_learns_better_and_takes_it_back(lead)
    expect(people.on_list(office, NAME, "fr")).to_have_count(0)
    the_lead_decides_that_the_entry_goes(lead)

    expect(people.on_list(office, NAME, "fr")).to_have_count(0)


def test_an_organisation_finds_itself_on_the_list(house: House, windows: Windows) -> None:
    volunteer, colleague, lead = windows.open("en"), windows.open("ar"), windows.open("en")
    people.sign_in(lead, house)
    name = "Lighthouse for Others"
    sign(colleague, people.CALL, CHAIR, organisation_name=name)
    people.check_entry(lead, people.CALL, name)
    sign(volunteer, people.PAPER, "second.sample@helpers.example.com", organisation_name=name)

    a_colleague_follows_the_name_on_the_list_to_the_form(colleague, name)
    expect(people.on_list(volunteer, name)).to_be_visible()  # nothing until it is confirmed
    the_mailbox_confirms(colleague)
    expect(people.on_list(volunteer, name)).to_have_count(0)

    lead.goto(f"/desk/papers/{people.PAPER}/signatories")
    lead.locator('main a[href$="/challenges"]').click()
    dispute = dispute_about(lead, name)
    expect(dispute).to_contain_text("We have a rule against signing.")
    dispute.locator('[name="note"]').fill("Their chair has confirmed by telephone.")
    dispute.locator('button[value="stays"]').click()
    expect(people.on_list(colleague, name, "ar")).to_be_visible()


def sign(page: Page, paper: str, address: str, **fields: str) -> None:
    said = {"organisation_name": NAME, "acronym": "", "website": WEBSITE, **fields}
    people.endorse(page, paper=paper, email=address, **said)
    people.confirm(page, address)


def the_office_has_signed_another_paper(office: Page) -> None:
    sign(office, people.CALL, OFFICE)


def a_volunteer_signs_this_one_in_its_name(volunteer: Page) -> None:
    sign(volunteer, people.PAPER, VOLUNTEER)


def the_office_is_told_and_says_that_it_did_not_sign(office: Page) -> None:
    read_mail_number(office, OFFICE, 3)
    mail = office.locator("main")
    expect(mail).to_contain_text("helpers.example.com")
    expect(mail).not_to_contain_text(VOLUNTEER)
    link = people.link_in_mail(office, "did-not-sign")

    office.goto(link)
    expect(people.on_list(office, NAME, "fr")).to_be_visible()  # opening the link did nothing
    office.goto(link)
    people.press(office)
    office.wait_for_url("**/challenge/received")


def the_volunteer_is_told_and_answers(volunteer: Page) -> None:
    read_mail_number(volunteer, VOLUNTEER, 3)
    expect(volunteer.locator("main")).not_to_contain_text(OFFICE)
    volunteer.goto(people.link_in_mail(volunteer, "answer"))
    people.fill_in(volunteer, answer="I thought that I might.")
    people.press(volunteer)
    expect(volunteer.locator("main form")).to_have_count(0)


def the_lead_reads_both_sides_and_lets_the_entry_stay(lead: Page) -> None:
    dispute = dispute_about(lead, NAME)
    for said in (OFFICE, VOLUNTEER, "I thought that I might."):
        expect(dispute).to_contain_text(said)
    dispute.locator('[name="note"]').fill("They are their volunteer.")
    dispute.locator('button[value="stays"]').click()
    expect(lead.get_by_role("status")).to_contain_text(NAME)


def the_lead_learns_better_and_takes_it_back(lead: Page) -> None:
    lead.get_by_role("status").get_by_role("button").click()
    expect(lead.get_by_role("region", name=NAME).first.locator('[name="note"]')).to_be_visible()


def the_lead_decides_that_the_entry_goes(lead: Page) -> None:
    dispute = dispute_about(lead, NAME)
    dispute.locator('[name="note"]').fill("Their board has never heard of it.")
    dispute.locator('button[value="goes"]').click()
    expect(lead.get_by_role("status")).to_contain_text(NAME)


def a_colleague_follows_the_name_on_the_list_to_the_form(colleague: Page, name: str) -> None:
    people.on_list(colleague, name, "ar").get_by_role("link").click()
    colleague.wait_for_url(re.compile(r"/ar/papers/[^/]+/signatories/[^/?]+$"))
    expect(colleague.locator("h1")).to_have_text(name)
    colleague.locator('main a[href$="/challenge"]').click()
    people.fill_in(
        colleague,
        representative_name="Ada Sample",
        representative_role="Chair",
        email=COLLEAGUE,
        explanation="We have a rule against signing.",
        authorised=True,
    )
    people.press(colleague)
    colleague.wait_for_url("**/challenge/look-into-your-mailbox")
    expect(colleague.locator("body")).not_to_contain_text(COLLEAGUE)


def the_mailbox_confirms(colleague: Page) -> None:
    people.read_mail(colleague, COLLEAGUE)
    colleague.goto(people.link_in_mail(colleague, "confirm"))
    expect(colleague.locator("main")).to_contain_text("We have a rule against signing.")
    people.press(colleague)
    colleague.wait_for_url("**/challenge/received")


def dispute_about(lead: Page, name: str) -> Locator:
    """Return the part of the desk where an entry is decided."""
    lead.goto(f"/desk/papers/{people.PAPER}/challenges")
    return lead.get_by_role("region", name=name).first


def read_mail_number(page: Page, address: str, number: int) -> None:
    """Wait until so many mails have come to an address, and open the newest."""
    deadline = time.monotonic() + people.MAIL_PATIENCE
    while (mails := people.mails_to(page, address)).count() < number:
        assert time.monotonic() < deadline, f"mail {number} never came to {address}"
        page.wait_for_timeout(100)
    assert mails.count() == number
    mails.first.click()
    page.wait_for_url("**/mailbox/*")
