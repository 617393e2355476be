"""A city council endorses all priorities but one, and says in public why."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

NAME = "Council of Lanternhaven"
ADDRESS = "clerk@lanternhaven.example.org"
RESERVATION = "On the tenth priority our council has not decided yet."
IN_WORDS = "priorities 1 to 9, 11 and 12"
LEFT_OUT = 10


def test_a_partial_endorsement(house: House, windows: Windows) -> None:
    council, reader, lead = windows.open("en"), windows.open("ar"), windows.open("en")
    before = how_many_leave_it_out(reader)

    it_must_choose_something(council)
    it_chooses_all_but_one(council)
    it_is_asked_whether_this_is_right(council)

    the_list_says_it_is_in_part(council)
    assert how_many_leave_it_out(reader) == before + 1
    the_table_shows_what_it_leaves_out(reader)
    the_lead_sees_it_too(lead, house)
    without_choosing_it_is_the_whole_paper(council)


def it_must_choose_something(council: Page) -> None:
    people.open_form(council, "en")
    fields = {**people.FORM, "organisation_kind": "local_authority"}
    people.fill_in(council, **fields)
    people.fill_in(council, organisation_name=NAME, acronym="", email=ADDRESS)
    # As long as it is the whole paper, nobody is asked for priorities.
    expect(ticks(council).first).to_be_hidden()
    people.fill_in(council, scope="part")
    people.press(council)

    expect(council.get_by_role("alert")).to_contain_text("Tick at least one priority")
    expect(council.locator('[name="organisation_name"]')).to_have_value(NAME)


def it_chooses_all_but_one(council: Page) -> None:
    for number in range(1, 13):
        if number != LEFT_OUT:
            council.locator(f'[name="priorities"][value="{number}"]').check()
    people.fill_in(council, reservation=RESERVATION)
    preview = council.locator(".preview")
    expect(preview).to_contain_text("1 to 9, 11 and 12")
    expect(preview).to_contain_text(RESERVATION)
    people.press(council)
    council.wait_for_url("**/look-into-your-mailbox")


def it_is_asked_whether_this_is_right(council: Page) -> None:
    people.read_mail(council, ADDRESS)
    expect(council.locator("main")).to_contain_text(f"{IN_WORDS} of 12")
    council.goto(people.link_in_mail(council, "confirm"))
    expect(council.locator("main")).to_contain_text(f"{IN_WORDS} of 12")
    expect(council.locator("main")).to_contain_text(RESERVATION)
    people.press(council)
    council.wait_for_url("**/thank-you?*")


def the_list_says_it_is_in_part(council: Page) -> None:
    line = people.on_list(council, NAME)
    expect(line).to_contain_text(f"Only {IN_WORDS}")
    expect(line).to_contain_text(RESERVATION)
    council.get_by_role("link", name=re.compile("of them in part")).click()
    council.wait_for_url("**/priorities")


def the_table_shows_what_it_leaves_out(reader: Page) -> None:
    cells = reader.get_by_role("row").filter(has_text=NAME).get_by_role("cell")
    expect(cells).to_have_count(12)
    said = [cell.inner_text().split()[0] for cell in cells.all()]
    assert said == ["–" if number == LEFT_OUT else "✓" for number in range(1, 13)]

    # Its heading leads to that place of the paper, in the reader's language.
    reader.locator("tbody th a").nth(LEFT_OUT - 1).click()
    reader.wait_for_url("**/ar/papers/12-key-ways?text=ar#*")
    heading = reader.evaluate("() => document.querySelector(':target').textContent")
    assert heading.startswith(f"{LEFT_OUT}.")


def the_lead_sees_it_too(lead: Page, house: House) -> None:
    people.sign_in(lead, house)
    row = people.entry_on_desk(lead, NAME, "published")
    expect(row).to_contain_text(f"Only {IN_WORDS}")
    expect(row).to_contain_text(RESERVATION)


def without_choosing_it_is_the_whole_paper(council: Page) -> None:
    other = {"organisation_name": "Lanternhaven Library", "email": "all@lanternhaven.example.org"}
    people.endorse(council, **other)
    people.confirm(council, other["email"])
    line = people.on_list(council, other["organisation_name"])
    expect(line).to_be_visible()
    expect(line).not_to_contain_text("Only")


def how_many_leave_it_out(reader: Page) -> int:
    reader.goto("/ar/papers/12-key-ways/priorities")
    row = reader.locator(".by-priority tbody tr").nth(LEFT_OUT - 1)
    return int(row.get_by_role("cell").last.inner_text())


def ticks(council: Page) -> Locator:
    return council.locator('[name="priorities"]')
