"""From an empty installation to a paper that ten organisations stand under, in the browser."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from signon.kernel import clock
from tests.support import house as houses
from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

FOUNDER = "founder@first.example.org"
PASSWORD = "four quiet words here"
PAPER = "first-paper"
NAMES = [f"{word} Society" for word in ("Amber", "Birch", "Cedar", "Dune", "Elder")]
NAMES += [f"{word} League" for word in ("Fern", "Gorse", "Heath", "Iris", "Juniper")]
PATIENCE = 60
STEPS = 30
"""Page loads and form posts that are too many for beginning."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A service of this story alone, in which nobody has done anything yet."""
    folder = tmp_path / "empty"
    url = f"sqlite:///{folder}/signon.sqlite3"
    with houses.running(folder, url, houses.WITH_NOTHING) as house:
        yield house


def test_an_empty_installation_fills(house: House, windows: Windows) -> None:
    lead, ngo = windows.open("en"), windows.open("en")
    steps = counted(lead)

    command = the_first_page_says_what_to_do(lead)
    the_lead_chooses_a_password(lead, one_command(house, command))
    the_lead_creates_the_campaign(lead)
    the_lead_begins_a_paper(lead)
    the_lead_translates_it(lead)
    the_lead_sets_dates_and_rules(lead)
    the_lead_opens_it(lead)

    ten_organisations_sign(ngo)
    nobody_is_listed_before_somebody_has_looked(ngo)
    the_lead_decides(lead)
    assert len(steps) < STEPS, steps

    the_public_reads_ten_names(ngo)
    the_public_reads_the_paper_in_both_languages(ngo)


def counted(lead: Page) -> list[str]:
    """Return a list that grows by each page that the lead loads and each form that they send."""
    steps: list[str] = []

    def note(request: Request) -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            steps.append(f"{request.method} {request.url}")

    lead.on("request", note)
    return steps


def the_first_page_says_what_to_do(lead: Page) -> str:
    lead.goto("/")
    expect(lead.get_by_role("heading", name="Nothing is here yet")).to_be_visible()
    return lead.locator("main code").inner_text()


def one_command(house: House, command: str) -> str:
    """Run what the page says to run, with an address of our own; return what it prints."""
    assert command.startswith("flask --app wsgi ")
    words = command.replace("you@example.org", FOUNDER).split()[3:]
    done = house.flask(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def the_lead_chooses_a_password(lead: Page, link: str) -> None:
    lead.goto(link)
    lead.get_by_label("New password").fill(PASSWORD)
    lead.get_by_role("button", name="Set this password").click()
    lead.get_by_label("E-mail address").fill(FOUNDER)
    lead.get_by_label("Password").fill(PASSWORD)
    lead.get_by_role("button", name="Sign in").click()


def the_lead_creates_the_campaign(lead: Page) -> None:
    lead.get_by_role("link", name="Create a campaign").click()
    people.fill_in(lead, host="First", contact="first@example.org")
    people.fill_in(lead, title_en="The first campaign", title_fr="La première campagne")
    lead.get_by_role("button", name="Create the campaign").click()
    expect(lead.get_by_role("status")).to_contain_text("You are its owner")


def the_lead_begins_a_paper(lead: Page) -> None:
    lead.get_by_role("link", name="Begin a paper").click()
    people.fill_in(lead, slug=PAPER, language="en", title="The first paper")
    lead.get_by_label("Text", exact=True).fill("## 1. Doors\n\nThey stay open.")
    lead.get_by_role("button", name="Save as a draft").click()
    expect(lead.get_by_role("status")).to_contain_text("Saved as a draft")


def the_lead_translates_it(lead: Page) -> None:
    lead.get_by_label("Translate into another language").fill("fr")
    lead.get_by_role("button", name="Write").click()
    people.fill_in(lead, title="Le premier papier")
    lead.get_by_label("Text", exact=True).fill("## 1. Portes\n\nElles restent ouvertes.")
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.get_by_role("status")).to_contain_text("Saved")


def the_lead_sets_dates_and_rules(lead: Page) -> None:
    rooms = lead.get_by_role("navigation", name="Rooms of this paper")
    rooms.get_by_role("link", name="Dates and rules").click()
    closes = (clock.now() + timedelta(days=60)).date()
    lead.get_by_label("Closes (optional)", exact=True).fill(closes.isoformat())
    lead.get_by_role("button", name="Look at what it does").click()
    expect(lead.locator("#planned")).to_contain_text("Nothing is public yet")
    lead.get_by_role("button", name="Do it").click()

    lead.get_by_label("a choice of our own, as ticked below").check()
    lead.get_by_text("The single rules, for a choice of our own").click()
    lead.get_by_label("after one of us has looked at it").check()
    lead.locator("#rules ~ form").get_by_role("button", name="Save").click()
    expect(lead.get_by_role("status")).to_have_text("Saved.")


def the_lead_opens_it(lead: Page) -> None:
    lead.get_by_text("Open this paper").click()
    lead.get_by_role("button", name="Open for endorsement").click()
    expect(lead.get_by_role("status")).to_contain_text("can be read and endorsed")


def address_of(name: str) -> str:
    return f"office@{name.split()[0].lower()}.example.org"


def ten_organisations_sign(ngo: Page) -> None:
    for number, name in enumerate(NAMES):
        language = ("en", "fr")[number % 2]
        own = {"organisation_name": name, "email": address_of(name), "acronym": "", "website": ""}
        people.endorse(ngo, language, PAPER, **own)
    for name in NAMES:
        people.confirm(ngo, address_of(name))


def nobody_is_listed_before_somebody_has_looked(ngo: Page) -> None:
    ngo.goto(f"/en/papers/{PAPER}/signatories")
    for name in NAMES:
        expect(people.line_of(ngo, name)).to_have_count(0)


def the_lead_decides(lead: Page) -> None:
    """Decide about the first one by itself, then about the other nine at once."""
    rooms = lead.get_by_role("navigation", name="Rooms of this paper")
    rooms.get_by_role("link", name="To decide").click()
    lead.get_by_role("button", name="Open it to decide").first.click()
    lead.get_by_role("button", name="Put on the list").click()
    expect(lead.get_by_role("status")).to_contain_text("On the list.")

    lead.get_by_role("link", name="Back to all that waits").click()
    lead.get_by_text("Decide about many at once").click()
    lead.get_by_role("button", name="Put on the list: show me first").click()
    expect(lead.locator("main")).to_contain_text("9 signatures will be on the list.")
    lead.get_by_role("button", name="Put on the list", exact=True).click()
    expect(lead.locator("main")).to_contain_text(re.compile("(At work|Done): . of 9"))


def the_public_reads_ten_names(reader: Page) -> None:
    deadline = time.monotonic() + PATIENCE
    reader.goto(f"/en/papers/{PAPER}/signatories")
    while not all(people.line_of(reader, name).count() for name in NAMES):
        assert time.monotonic() < deadline, "the worker did not carry out what was decided"
        reader.wait_for_timeout(100)
        reader.reload()
    expect(reader.locator("main")).to_contain_text("10 organisations")


def the_public_reads_the_paper_in_both_languages(reader: Page) -> None:
    reader.goto("/en/")
    reader.get_by_role("link", name="The first paper").click()
    expect(reader.locator("article")).to_contain_text("They stay open.")
    reader.get_by_role("navigation", name="Languages of this text").get_by_role("link").click()
    expect(reader.locator("article")).to_contain_text("Elles restent ouvertes.")
