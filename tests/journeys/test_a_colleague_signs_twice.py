"""Two colleagues sign for one organisation; it stands on the list once, and one takes over."""

import pytest
from playwright.sync_api import Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

NAME = "Anchor and Almond"
FIRST, SECOND = "first@almond.example.org", "second@almond.example.org"


def test_a_colleague_signs_twice(house: House, windows: Windows) -> None:
    first, second = windows.open("en"), windows.open("en")
    signs(first, FIRST, NAME)

    # In another office, without knowing of it, and with a comma and capitals of their own.
    signs(second, SECOND, "ANCHOR and Almond")

    expect(people.on_list(second, NAME)).to_have_count(1)
    the_second_one_is_told_by_mail(second)
    and_asks_to_become_the_contact(second)
    the_first_one_agrees(first)
    expect(people.on_list(first, NAME)).to_have_count(1)
    now_the_second_one_has_it_in_hand(second)


def signs(page: Page, address: str, name: str) -> None:
    people.endorse(page, organisation_name=name, acronym="AA", website="", email=address)
    people.confirm(page, address)


def the_second_one_is_told_by_mail(second: Page) -> None:
    people.read_mail_about(second, SECOND, "has endorsed already")
    expect(second.locator("main")).to_contain_text("somebody has endorsed it for you on")
    expect(second.locator("main")).not_to_contain_text(FIRST)


def and_asks_to_become_the_contact(second: Page) -> None:
    second.goto(people.link_in_mail(second, "join"))
    people.press(second)
    expect(second.get_by_role("heading", level=1)).to_have_text("Your colleague decides")


def the_first_one_agrees(first: Page) -> None:
    people.read_mail_about(first, FIRST, "A colleague asks to take over")
    first.goto(people.link_in_mail(first, "offers"))
    first.get_by_role("button", name="Yes").click()
    expect(first.locator("main")).to_contain_text("Your colleague has taken it over, and")


def now_the_second_one_has_it_in_hand(second: Page) -> None:
    people.open_space(second, SECOND)
    expect(second.locator("main")).to_contain_text(NAME)
    expect(second.locator("main")).to_contain_text("On the public list since")
