"""Two leads change one text at the same time; the second sees both changes and loses neither."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

CAMPAIGN, PAPER = "migreurop", "walls-by-two"
SECOND, PASSWORD = "second@words.example.org", "four quiet words here"
WALLS, ROOFS, DOORS = "Walls stand still.", "Roofs are high.", "Doors are open."
TEXT = f"## 1. Walls\n\n{WALLS}\n\n## 2. Roofs\n\n{ROOFS}\n\n## 3. Doors\n\n{DOORS}"
THEIR_WALLS, OUR_ROOFS = "Walls fall down.", "Roofs keep dry."
THEIR_DOORS, OUR_DOORS = "Doors are wide open.", "Doors are never shut."
PHONE = {"width": 360, "height": 740}
WIDE = "() => document.documentElement.scrollWidth"


def test_two_write_at_once(house: House, windows: Windows) -> None:
    first, second, reader = windows.open("en"), windows.open("en"), windows.open("en")
    people.sign_in(first, house)
    people.invite(first, CAMPAIGN, SECOND, "editor")
    people.begin_paper(first, CAMPAIGN, PAPER, "Walls by two", TEXT)
    people.come_by_invitation(second, SECOND, PASSWORD)

    both_begin(first, second)
    the_first_saves(first)
    the_second_is_shown_both_changes(second)
    the_second_reads_them_on_a_phone(second)
    the_second_takes_over_what_it_misses_and_saves(second)
    the_public_reads_what_both_have_changed(reader)


def both_begin(first: Page, second: Page) -> None:
    for page in (first, second):
        page.goto(f"/desk/papers/{PAPER}/texts")
        page.get_by_role("link", name="Write: English").click()
    text = TEXT.replace(WALLS, THEIR_WALLS).replace(DOORS, THEIR_DOORS)
    the_text(first).fill(text)
    the_text(second).fill(TEXT.replace(ROOFS, OUR_ROOFS).replace(DOORS, OUR_DOORS))


def the_text(page: Page) -> Locator:
    return page.get_by_label("Text", exact=True)


def the_first_saves(first: Page) -> None:
    first.get_by_label("editorial").check()
    save(first)
    expect(first.get_by_role("status")).to_have_text("Saved.")


def the_second_is_shown_both_changes(second: Page) -> None:
    second.get_by_label("editorial").check()
    second.get_by_label("What was changed, for everybody to read").fill("Roofs and doors")
    save(second)
    expect(second.get_by_role("alert")).to_contain_text("Nothing of either is lost")

    rows = second.get_by_role("region", name="Both changes, block by block").locator(".row")
    theirs = rows.filter(has_text="Only the other has changed this.")
    expect(theirs).to_contain_text(THEIR_WALLS)
    expect(theirs).to_contain_text(WALLS)
    expect(rows.filter(has_text="Only you have changed this.")).to_contain_text(OUR_ROOFS)
    both = rows.filter(has_text="Both have changed this.")
    for words in (DOORS, THEIR_DOORS, OUR_DOORS):
        expect(both).to_contain_text(words)

    expect(the_text(second)).to_have_value(TEXT.replace(ROOFS, OUR_ROOFS).replace(DOORS, OUR_DOORS))
    expect(second.get_by_label("editorial")).to_be_checked()
    expect(second.get_by_label("What was changed, for everybody")).to_have_value("Roofs and doors")


def the_second_reads_them_on_a_phone(second: Page) -> None:
    before = second.viewport_size
    second.set_viewport_size(PHONE)
    assert second.evaluate(WIDE) <= PHONE["width"]
    if before:
        second.set_viewport_size(before)


def the_second_takes_over_what_it_misses_and_saves(second: Page) -> None:
    kept = the_text(second).input_value()
    the_text(second).fill(kept.replace(WALLS, THEIR_WALLS))
    save(second)
    expect(second.get_by_role("status")).to_have_text("Saved.")
    expect(second.locator("main")).to_contain_text("Version 3")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save as a new version").click()


def the_public_reads_what_both_have_changed(reader: Page) -> None:
    reader.goto(f"/en/papers/{PAPER}")
    article = reader.locator("article .text")
    for words in (THEIR_WALLS, OUR_ROOFS, OUR_DOORS):
        expect(article).to_contain_text(words)
    # What the second did not take over can be read where it stood.
    reader.get_by_role("link", name="What was changed in version 2").click()
    expect(reader.locator("main")).to_contain_text("wide")
