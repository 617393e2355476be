"""An organisation in Morocco reads a paper in Arabic and puts its name under it."""

import csv
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.conftest import DATABASES
from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House, Houses

pytestmark = pytest.mark.browser

NAME = "جمعية القنديل والسلّم"
ADDRESS = "contact@qandil.example.org"
SCANS = 20
LEFT_OPEN = "30:00"
"""Minutes for which the confirming page lies open, by its own clock, with its scripts running."""

BREATH = 2_000
"""Milliseconds in which it could do what it was minded to do."""


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def house(services: Houses, database: str) -> House:
    return services.on(database)


def test_an_ngo_endorses_a_paper(house: House, windows: Windows, tmp_path: Path) -> None:
    ngo, lead = windows.open("ar"), windows.open("en")

    link = it_signs_in_its_own_language(ngo)
    people.sign_in(lead, house)
    opening_the_link_changes_nothing(ngo, lead, link)

    it_presses_the_button(ngo)
    it_finds_itself_on_the_list(ngo)
    anybody_downloads_the_list(ngo)

    the_lead_sees_who_signed(lead)
    the_lead_holds_it_and_changes_her_mind(lead, ngo)
    the_lead_takes_the_contacts_and_the_trail_says_so(lead, house, tmp_path)


def it_signs_in_its_own_language(ngo: Page) -> str:
    """Sign, up to the mail; return the link in it."""
    ngo.goto("/ar/papers/12-key-ways")
    expect(ngo.locator("html")).to_have_attribute("dir", "rtl")
    expect(ngo.locator("article h1")).to_have_attribute("lang", "ar")
    people.open_form(ngo, "ar")
    people.fill_in(ngo, **people.FORM)
    people.fill_in(ngo, organisation_name=NAME, acronym="", country="MA", email=ADDRESS)
    people.fill_in(ngo, website="https://www.qandil.example.org")
    people.press(ngo)
    ngo.wait_for_url("**/ar/papers/*/look-into-your-mailbox")
    # What this page says must not depend on who signs, so it says nothing of what was typed.
    expect(ngo.locator("body")).not_to_contain_text(ADDRESS)

    people.read_mail(ngo, ADDRESS)
    expect(ngo.locator("main")).to_contain_text(NAME)
    for link in ngo.locator("main").get_by_role("link").all():
        expect(ngo.request.get(link.get_attribute("href") or "")).to_be_ok()
    return people.link_in_mail(ngo, "confirm")


def opening_the_link_changes_nothing(ngo: Page, lead: Page, link: str) -> None:
    for _ in range(SCANS):
        with urlopen(link) as answer:  # noqa: S310 - our own address
            assert answer.status == 200
            assert "refresh" not in answer.headers
    ngo.clock.install()
    ngo.goto(link)
    expect(ngo.locator("meta[http-equiv=refresh]")).to_have_count(0)  # it heeds no script's clock
    ngo.clock.fast_forward(LEFT_OPEN)
    ngo.wait_for_timeout(BREATH)

    # The page lies open in one window, so the list is looked at from another.
    expect(people.on_list(lead, NAME)).to_have_count(0)
    expect(people.on_desk(lead, NAME, "submitted")).to_be_visible()
    assert ngo.url == link


def it_presses_the_button(ngo: Page) -> None:
    expect(ngo.locator("main")).to_contain_text(NAME)
    people.press(ngo)
    ngo.wait_for_url("**/ar/papers/*/thank-you?*")
    expect(people.line_of(ngo, NAME)).to_be_visible()


def it_finds_itself_on_the_list(ngo: Page) -> None:
    expect(people.on_list(ngo, NAME, "ar")).to_be_visible()

    ngo.goto("/ar/papers/12-key-ways/signatories")
    ngo.locator("main details", has=ngo.locator('a[href*="country=MA"]')).locator("summary").click()
    ngo.locator('main a[href*="country=MA"]').click()
    ngo.wait_for_url("**/signatories?country=MA")
    expect(people.line_of(ngo, NAME)).to_be_visible()


def anybody_downloads_the_list(ngo: Page) -> None:
    ngo.goto("/ar/papers/12-key-ways/signatories")
    lines = list(csv.DictReader(saved(ngo, "csv").decode("utf-8-sig").splitlines()))
    mine = next(line for line in lines if line["name"] == NAME)
    assert (mine["country"], mine["kind"], mine["language"]) == ("MA", "ngo", "ar")
    assert ADDRESS not in str(lines)

    book = load_workbook(BytesIO(saved(ngo, "xlsx")))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert NAME in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    book.close()


def saved(page: Page, ending: str) -> bytes:
    """Follow the link to a file; return what is in it."""
    with page.expect_download() as download:
        page.locator(f'main a[href*="signatories.{ending}"]').click()
    return download.value.path().read_bytes()


def the_lead_sees_who_signed(lead: Page) -> None:
    row = people.entry_on_desk(lead, NAME, "published")
    expect(row).to_contain_text(ADDRESS)
    expect(row).to_contain_text("Ada Sample")
    # Its evidence: the address lies at the organisation's own site, though that begins by www.
    expect(row).to_contain_text("at the website that this entry states")


def the_lead_holds_it_and_changes_her_mind(lead: Page, ngo: Page) -> None:
    people.entry_on_desk(lead, NAME, "published").locator('a[href*="action=hold"]').click()
    lead.locator('[name="note"]').fill("We ask their board first.")
    people.press(lead)
    undo = lead.get_by_role("status").get_by_role("button")
    expect(undo).to_be_visible()

    second_window = lead.context.new_page()
    held = people.entry_on_desk(second_window, NAME, "confirmed")
    expect(held).to_contain_text("We ask their board first.")
    expect(people.on_list(ngo, NAME, "ar")).to_have_count(0)

    undo.click()
    expect(people.on_desk(lead, NAME, "published")).to_be_visible()
    expect(people.on_list(ngo, NAME, "ar")).to_be_visible()


def the_lead_takes_the_contacts_and_the_trail_says_so(
    lead: Page, house: House, folder: Path
) -> None:
    lead.goto("/desk/papers/12-key-ways/export")
    people.fill_in(lead, format="csv", contacts=True, purpose="check")
    with lead.expect_download() as download:
        lead.locator('form[action$="/export"] button').click()
    taken = folder / "taken.csv"
    download.value.save_as(taken)
    assert ADDRESS in taken.read_text(encoding="utf-8-sig")

    newest = house.trail("export")[-1]
    assert newest["contacts"] is True
    assert newest["purpose"] == "check"
    assert newest["rows"] > 1
    verified = house.flask("audit", "verify")
    assert verified.returncode == 0, verified.stderr
