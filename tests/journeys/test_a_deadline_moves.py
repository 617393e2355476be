"""A deadline is moved: the page says so, and so do mails to those who were to hear of it."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from signon.kernel import clock
from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

PAPER, TITLE = "roofs-by-day", "Roofs by day"
WAITS, NEWS, QUIET, LATE = "Waiting Ward", "News Nook", "Quiet Quay", "Later Lane"
FIRST, SECOND, THIRD = (30, 60, 90)
"""Days from now until the end of which the paper is open, one after the other."""


def address_of(name: str) -> str:
    return f"office@{name.replace(' ', '-').lower()}.example.org"


def day(days: int) -> date:
    return (clock.now() + timedelta(days=days)).date()


def in_words(days: int) -> str:
    return f"the end of {day(days):%-d %B %Y}"


def test_a_deadline_moves(house: House, windows: Windows) -> None:
    lead, ngo = windows.open("en"), windows.open("en")
    people.sign_in(lead, house)
    people.begin_paper(lead, "migreurop", PAPER, TITLE, "## 1. Roofs\n\nEverybody has one.")
    the_lead_sets_the_first_date(lead)
    three_sign_and_one_does_not_confirm(ngo)

    the_lead_looks_at_a_later_date_and_does_it(lead)
    the_public_page_says_until_when(ngo, SECOND)
    who_has_not_confirmed_is_asked_and_stands_on_the_list(ngo)
    who_asked_for_news_is_told(ngo)
    nobody_else_hears(ngo)

    the_lead_closes_it_before_its_date(lead)
    the_public_page_says_that_it_is_over(ngo)
    a_later_date_opens_it_again(lead)
    the_public_page_says_until_when(ngo, THIRD)
    one_signs_who_came_late(ngo)


def the_lead_sets_the_first_date(lead: Page) -> None:
    close_at(lead, FIRST)
    expect(lead.locator("#planned")).to_contain_text("No e-mail goes out.")
    do_it(lead)
    expect(lead.locator("main")).to_contain_text(f"Open until {in_words(FIRST)}")


def three_sign_and_one_does_not_confirm(ngo: Page) -> None:
    it_signs(ngo, WAITS)
    it_signs(ngo, NEWS, updates_consent=True)
    it_signs(ngo, QUIET)
    for name in (NEWS, QUIET):
        people.confirm(ngo, address_of(name))


def it_signs(ngo: Page, name: str, **more: bool) -> None:
    own = {"organisation_name": name, "acronym": "", "website": "", "email": address_of(name)}
    people.endorse(ngo, "en", PAPER, **own, **more)


def the_lead_looks_at_a_later_date_and_does_it(lead: Page) -> None:
    lead.goto(f"/desk/papers/{PAPER}/dates")
    lead.get_by_label("Whoever has signed and not confirmed yet (1)").check()
    lead.get_by_label("Signatories who asked for news of the campaign (1)").check()
    close_at(lead, SECOND)
    planned = lead.locator("#planned")
    expect(planned).to_contain_text(f"Open until {in_words(SECOND)}")
    expect(planned).to_contain_text("2 e-mails go out.")
    do_it(lead)
    before = lead.get_by_role("listitem").filter(has_text=in_words(FIRST))
    expect(before).to_contain_text("Closes")


def the_public_page_says_until_when(ngo: Page, days: int) -> None:
    ngo.goto(f"/en/papers/{PAPER}")
    expect(ngo.locator("main")).to_contain_text(f"Open until {in_words(days)}")


def who_has_not_confirmed_is_asked_and_stands_on_the_list(ngo: Page) -> None:
    people.read_mail_about(ngo, address_of(WAITS), f"New date: {TITLE}")
    expect(ngo.locator("main")).to_contain_text(f"can be signed until {in_words(SECOND)} (UTC) now")
    expect(ngo.locator("main")).to_contain_text("You have signed it and not confirmed yet.")
    ngo.goto(people.link_in_mail(ngo, "confirm"))
    people.press(ngo)
    expect(people.on_list(ngo, WAITS, paper=PAPER)).to_be_visible()


def who_asked_for_news_is_told(ngo: Page) -> None:
    people.read_mail_about(ngo, address_of(NEWS), f"New date: {TITLE}")
    expect(ngo.locator("main")).to_contain_text(f"can be signed until {in_words(SECOND)} (UTC) now")
    expect(ngo.locator("main")).to_contain_text("there is nothing for you to do")
    ngo.locator(f'main a[href$="/papers/{PAPER}"]').click()
    expect(ngo.get_by_role("heading", name=TITLE)).to_be_visible()


def nobody_else_hears(ngo: Page) -> None:
    told = people.mails_to(ngo, address_of(QUIET)).filter(has_text="New date")
    expect(told).to_have_count(0)


def the_lead_closes_it_before_its_date(lead: Page) -> None:
    lead.get_by_text("Close this paper now").click()
    lead.get_by_role("button", name="Close", exact=True).click()
    expect(lead.get_by_role("status")).to_contain_text("The paper is closed.")


def the_public_page_says_that_it_is_over(ngo: Page) -> None:
    ngo.goto(f"/en/papers/{PAPER}")
    expect(ngo.locator("main")).to_contain_text("This paper closed on")
    expect(ngo.locator("main")).not_to_contain_text("Open until")
    expect(ngo.locator(f'main a[href$="/{PAPER}/endorse"]')).to_have_count(0)


def a_later_date_opens_it_again(lead: Page) -> None:
    close_at(lead, THIRD)
    expect(lead.locator("#planned")).to_contain_text("The paper is open again.")
    do_it(lead)
    paper = lead.get_by_role("region", name="Paper", exact=True)
    expect(paper).to_contain_text(f"open, closes in {THIRD} days")


def one_signs_who_came_late(ngo: Page) -> None:
    it_signs(ngo, LATE)
    people.confirm(ngo, address_of(LATE))
    for name in (WAITS, NEWS, QUIET, LATE):
        expect(people.on_list(ngo, name, paper=PAPER)).to_be_visible()


def close_at(lead: Page, days: int) -> None:
    """Type a closing date and look at what it would do."""
    lead.get_by_label("Closes (optional)", exact=True).fill(day(days).isoformat())
    lead.get_by_role("button", name="Look at what it does").click()


def do_it(lead: Page) -> None:
    lead.get_by_role("button", name="Do it").click()
    expect(lead.get_by_role("status")).to_have_text("Saved.")
