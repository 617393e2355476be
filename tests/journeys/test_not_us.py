"""Somebody signs for an organisation that never agreed. Its mailbox has the last word."""

import pytest
from playwright.sync_api import Page, expect

from tests.support import people
from tests.support.browser import Windows

pytestmark = pytest.mark.browser

NAME = "Windmill Watch"
ADDRESS = "office@windmill.example.org"
OTHERS = "hello@other.example.org"


def test_an_organisation_takes_back_what_it_never_signed(windows: Windows) -> None:
    volunteer, office = windows.open("en"), windows.open("es")

    a_volunteer_signs_and_confirms(volunteer)
    expect(people.on_list(office, NAME, "es")).to_be_visible()

    the_office_says_that_this_was_not_us(office)
    expect(people.on_list(office, NAME, "es")).to_have_count(0)

    the_volunteer_signs_again_and_sees_the_same_page(volunteer)
    but_nothing_is_mailed(office)


def a_volunteer_signs_and_confirms(volunteer: Page) -> None:
    people.endorse(volunteer, organisation_name=NAME, email=ADDRESS)
    people.confirm(volunteer, ADDRESS)


def the_office_says_that_this_was_not_us(office: Page) -> None:
    people.read_mail_about(office, ADDRESS, "Your endorsement")
    link = people.link_in_mail(office, "not-us")
    office.goto(link)
    expect(people.on_list(office, NAME, "es")).to_be_visible()  # opening the link did nothing
    office.goto(link)
    office.locator('main form button[name="for_good"]').click()
    expect(office.locator('main form button[name="undo"]')).to_be_visible()


def the_volunteer_signs_again_and_sees_the_same_page(volunteer: Page) -> None:
    people.endorse(volunteer, organisation_name="Others", email=OTHERS)
    page_of_anybody = volunteer.locator("main").inner_text()
    people.endorse(volunteer, organisation_name=NAME, email=ADDRESS, paper=people.CALL)
    page_of_windmill = volunteer.locator("main").inner_text()
    assert page_of_windmill == page_of_anybody


def but_nothing_is_mailed(office: Page) -> None:
    # Mail leaves in order: what was written after it has come, so it was never written.
    people.endorse(office, organisation_name="Others", email="later@other.example.org")
    people.read_mail(office, "later@other.example.org")
    expect(people.mails_to(office, ADDRESS)).to_have_count(2)
