"""Whoever signed leaves the organisation and hands over; the successor withdraws."""

import pytest
from playwright.sync_api import Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

NAME = "Thimble and Thread"
ADA, BO = "ada@thimble.example.org", "bo@thimble.example.org"


def test_an_organisation_hands_over_and_then_withdraws(house: House, windows: Windows) -> None:
    ada, bo, journalist = windows.open("en"), windows.open("en"), windows.open("en")
    people.endorse(ada, organisation_name=NAME, acronym="TT", website="", email=ADA)
    people.confirm(ada, ADA)
    receipt = her_receipt(ada)

    she_hands_over(ada)
    he_accepts(bo)
    she_has_nothing_in_her_hands_any_more(ada)
    anybody_can_check(journalist, receipt, "the endorsement stands on the public list")

    he_withdraws(bo)
    expect(people.on_list(journalist, NAME)).to_have_count(0)
    anybody_can_check(journalist, receipt, "The endorsement has been withdrawn since")


def her_receipt(ada: Page) -> str:
    people.read_mail_about(ada, ADA, "Your endorsement")
    return people.link_in_mail(ada, "receipts")


def she_hands_over(ada: Page) -> None:
    people.open_space(ada, ADA)
    ada.get_by_role("link", name="Hand over to somebody else").click()
    people.fill_in(ada, name="Bo Sample", role="Director", email=BO)
    ada.get_by_role("button", name="Ask this person").click()
    expect(ada.locator("main")).to_contain_text("to a successor, who has not answered yet")


def he_accepts(bo: Page) -> None:
    people.read_mail_about(bo, BO, "Please take over")
    bo.goto(people.link_in_mail(bo, "offers"))
    bo.get_by_role("button", name="Yes").click()
    expect(bo.locator("main")).to_contain_text("You have taken it over.")


def she_has_nothing_in_her_hands_any_more(ada: Page) -> None:
    ada.get_by_role("link", name="What you have signed").click()
    expect(ada.locator("main")).to_contain_text("Nothing is signed with this address any more.")


def anybody_can_check(journalist: Page, receipt: str, says: str) -> None:
    journalist.goto(receipt)
    expect(journalist.locator("main")).to_contain_text("This receipt is genuine")
    expect(journalist.locator("main")).to_contain_text(says)


def he_withdraws(bo: Page) -> None:
    people.open_space(bo, BO)
    bo.get_by_role("link", name="Withdraw", exact=True).click()
    people.fill_in(bo, reason="Our members have decided otherwise.")
    bo.get_by_role("button", name="Withdraw for good").click()
    expect(bo.get_by_role("status")).to_contain_text("It is no longer public")
