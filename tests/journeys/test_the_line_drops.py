"""Lines drop, sessions end, two windows are open: nothing that a lead typed is lost by it."""

import pytest
from playwright.sync_api import Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import LEAD, House

pytestmark = pytest.mark.browser

CAMPAIGN, PAPER = "migreurop", "words-that-stay"
FIRST, SECOND, THIRD = "Doors stay open.", "Windows as well.", "Typed while nobody was signed in."
TEXT = f"## 1. Doors\n\n{FIRST}\n\n## 2. Windows\n\n{SECOND}"
DATES, WRITE = f"/desk/papers/{PAPER}/dates", f"/desk/papers/{PAPER}/texts/en"
SIDES, ADD = f"/desk/papers/{PAPER}/texts/fr/blocks", f"/desk/papers/{PAPER}/signatories/new"
NO_LINE = ("Failed to load resource: net::ERR_INTERNET_DISCONNECTED", "responded with a status")


def test_the_line_drops(house: House, windows: Windows) -> None:
    lead = windows.open("en")
    people.sign_in(lead, house)
    people.begin_paper(lead, CAMPAIGN, PAPER, "Words that stay", TEXT)

    the_line_drops_while_a_text_is_written(lead)
    the_session_ends_in_the_middle_of_it(house, lead)
    two_windows_hold_one_translation(lead)
    two_windows_move_the_dates(lead)
    the_session_ends_over_dates(house, lead)
    what_is_added_by_hand_survives_both(house, lead)
    two_windows_add_the_same_one(lead)
    two_windows_decide(lead)
    for words in NO_LINE:  # what was wanted here: requests that fail
        windows.take_troubles(words)


def the_text(page: Page) -> str:
    return page.get_by_label("Text", exact=True).input_value()


def the_line_drops_while_a_text_is_written(lead: Page) -> None:
    lead.goto(WRITE)
    lead.context.set_offline(True)
    lead.get_by_label("Text", exact=True).fill(f"{TEXT}\n\n{THIRD}")
    expect(lead.locator("#kept")).to_contain_text("Not kept: no connection.")
    lead.get_by_role("button", name="Look at it").click()
    expect(lead.get_by_role("alert").filter(has_text="no connection")).to_be_visible()
    assert THIRD in the_text(lead)
    lead.context.set_offline(False)
    expect(lead.locator("#kept")).to_contain_text("Kept as your draft")


def the_session_ends_in_the_middle_of_it(house: House, lead: Page) -> None:
    lead.context.clear_cookies()
    lead.get_by_label("Text", exact=True).fill(f"{TEXT}\n\n{THIRD} And on.")
    lead.get_by_label("editorial").check()
    expect(lead.locator("#kept")).to_contain_text("You are signed out.")
    lead.get_by_role("button", name="Save as a new version").click()
    expect(lead.get_by_role("heading")).to_contain_text("not signed in any more")

    sign_in_elsewhere(house, lead)
    send_again(lead)
    assert the_text(lead) == f"{TEXT}\n\n{THIRD} And on."
    expect(lead.get_by_role("alert")).to_contain_text("Everything you typed is still here")
    lead.get_by_role("button", name="Save as a new version").click()
    expect(lead.get_by_role("status")).to_have_text("Saved.")


def sign_in_elsewhere(house: House, lead: Page) -> None:
    """Sign in with the form, in another window of the same browser."""
    other = lead.context.new_page()
    other.goto("/desk/sign-in")
    people.fill_in(other, email=LEAD, password=house.lead_password)
    people.press(other)
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    other.close()


def send_again(lead: Page) -> None:
    lead.get_by_role("button", name="Send it again").click()


def two_windows_hold_one_translation(lead: Page) -> None:
    other = lead.context.new_page()
    for page in (lead, other):
        page.goto(SIDES)
    lead.locator(".sides textarea").last.fill("Les fenêtres aussi.")
    expect(lead.locator("#kept")).to_contain_text("Kept as your draft")
    other.locator(".sides textarea").last.fill("Ainsi que les fenêtres.")
    expect(other.locator("#elsewhere")).to_contain_text("open in another window")
    other.get_by_role("button", name="Compare the two").click()
    expect(other.locator("main")).to_contain_text("Les fenêtres aussi.")
    assert "Ainsi que les fenêtres." in the_text(other)
    other.close()


def two_windows_move_the_dates(lead: Page) -> None:
    other = lead.context.new_page()
    for page in (lead, other):
        page.goto(DATES)
    day = lead.locator('[name="closes_on"]')
    day.fill("2031-06-01")
    look_and_do(lead)
    other.locator('[name="soft_on"]').fill("2031-05-01")
    other.get_by_role("button", name="Look at what it does").click()
    expect(other.get_by_role("alert")).to_contain_text("Nothing that you typed is lost")
    expect(other.locator('[name="closes_on"]')).to_have_value("2031-06-01")
    expect(other.locator('[name="soft_on"]')).to_have_value("2031-05-01")
    look_and_do(other)
    lead.reload()
    expect(day).to_have_value("2031-06-01")
    expect(lead.locator('[name="soft_on"]')).to_have_value("2031-05-01")
    other.close()


def look_and_do(page: Page) -> None:
    page.get_by_role("button", name="Look at what it does").click()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")


def the_session_ends_over_dates(house: House, lead: Page) -> None:
    lead.locator('[name="retention_months"]').fill("7")
    lead.context.clear_cookies()
    lead.locator("#rules ~ form").get_by_role("button", name="Save").click()
    sign_in_elsewhere(house, lead)
    send_again(lead)
    expect(lead.get_by_role("heading", level=1)).to_contain_text("lay open for long")
    send_again(lead)
    expect(lead.get_by_role("status")).to_have_text("Saved.")
    expect(lead.locator('[name="retention_months"]')).to_have_value("7")


def what_is_added_by_hand_survives_both(house: House, lead: Page) -> None:
    type_an_entry(lead, "Steady Society")
    lead.context.set_offline(True)
    lead.get_by_role("button", name="Add to the list").click()
    expect(lead.get_by_role("alert").filter(has_text="no connection")).to_be_visible()
    lead.context.set_offline(False)
    lead.context.clear_cookies()
    lead.get_by_role("button", name="Add to the list").click()
    sign_in_elsewhere(house, lead)
    send_again(lead)
    expect(lead.locator('[name="name"]')).to_have_value("Steady Society")
    lead.get_by_role("button", name="Add to the list").click()
    expect(lead.get_by_role("status")).to_contain_text("Added to the list")


def type_an_entry(page: Page, name: str) -> None:
    page.goto(ADD)
    people.fill_in(page, name=name, country="BE", organisation_kind="ngo", taken_by="A lead")


def two_windows_add_the_same_one(lead: Page) -> None:
    """Go back to the form after it was carried out, and send it once more."""
    type_an_entry(lead, "Steady Society")
    lead.get_by_role("button", name="Add to the list").click()
    expect(lead.get_by_role("group", name="What is to become of the entry")).to_be_visible()
    expect(lead.locator('[name="name"]')).to_have_value("Steady Society")


def two_windows_decide(lead: Page) -> None:
    other = lead.context.new_page()
    lead.goto(f"/desk/papers/{people.PAPER}/to-decide")
    lead.get_by_role("button", name="Open it to decide").first.click()
    item = lead.url
    other.goto(item)
    reject(lead, "First said.")
    expect(lead.get_by_role("status")).to_be_visible()
    reject(other, "Then typed elsewhere.")
    expect(other.get_by_role("alert")).to_contain_text("Somebody was here before you")
    expect(other.get_by_role("alert")).to_contain_text("Then typed elsewhere.")
    other.go_back()  # it is asked for anew, as it is now
    expect(other.get_by_role("button", name="Off the list")).to_have_count(0)
    lead.get_by_role("button", name="Undo").click()
    expect(lead.get_by_role("status")).to_be_visible()
    other.close()


def reject(page: Page, note: str) -> None:
    page.get_by_text("Off the list", exact=True).first.click()
    page.locator('[name="note"]').first.fill(note)
    page.locator("details[open]").get_by_role("button", name="Off the list").click()
