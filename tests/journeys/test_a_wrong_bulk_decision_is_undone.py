"""A lead takes the wrong signatories off the list, all at once, and takes that back."""

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import ColumnElement, Engine, create_engine, or_, select, update

from signon.deciding.notices import KIND
from signon.jobs.models import JOBS, WAITING
from signon.kernel import clock
from signon.kernel.database import WRITING
from signon.outbox.post import KIND as EMAIL
from tests.support import hosts, people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

PAPER = "doors-in-bulk"
BELGIAN = ("Antwerp Aid", "Bruges Bridge", "Charleroi Choir")
FRENCH = "Dijon Doors"
REASON = "These are members of a network that is to sign itself."


def test_a_wrong_decision_about_many_is_undone(
    house: House, windows: Windows, tmp_path: Path
) -> None:
    visitor, lead = windows.open("en"), windows.open("en")
    hosts.open_paper(house, tmp_path, PAPER, "Doors in bulk")
    for name in (*BELGIAN, FRENCH):
        it_signs(visitor, name)
    before = the_public_list(visitor)
    people.sign_in(lead, house)

    the_lead_selects_all_of_one_country(lead)
    the_page_shows_what_would_happen(lead)
    the_worker_carries_it_out(lead)
    assert the_public_list(visitor) == [line for line in before if FRENCH in line]

    the_lead_takes_all_of_it_back(lead)
    assert the_public_list(visitor) == before
    the_trail_shows_both(lead)
    nobody_was_told(house, visitor)


def address_of(name: str) -> str:
    return f"office@{name.split()[0].lower()}-bulk.example.org"


def it_signs(visitor: Page, name: str) -> None:
    country = "FR" if name == FRENCH else "BE"
    said = {"organisation_name": name, "acronym": "", "country": country, "website": ""}
    people.endorse(visitor, paper=PAPER, email=address_of(name), **said)
    people.confirm(visitor, address_of(name))


def the_public_list(visitor: Page) -> list[str]:
    visitor.goto(f"/en/papers/{PAPER}/signatories")
    lines = visitor.locator("main").get_by_role("listitem")
    return [line for line in lines.all_inner_texts() if any(n in line for n in (*BELGIAN, FRENCH))]


def the_lead_selects_all_of_one_country(lead: Page) -> None:
    lead.goto(f"/desk/papers/{PAPER}/")
    lead.get_by_role("link", name="Signatories", exact=True).first.click()
    lead.locator("summary").get_by_text("Filter", exact=True).click()
    lead.get_by_role("combobox", name="Country").select_option(label="Belgium")
    lead.get_by_role("button", name="Show these").click()
    expect(lead.locator("main")).to_contain_text("3 signatories")
    lead.get_by_label("All 3 of this filter").check()
    lead.get_by_role("button", name="Off the list: show me first").click()


def the_page_shows_what_would_happen(lead: Page) -> None:
    expect(lead.get_by_role("heading", level=1)).to_have_text("Is this right?")
    expect(lead.locator("main")).to_contain_text("3 signatures will be off the list.")
    expect(lead.locator("main")).to_contain_text("Your signature is not on the list: Doors in bulk")
    lead.get_by_role("link", name="No, go back").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("Signatories")
    expect(lead.locator("main")).to_contain_text("3 signatories")  # the filter was kept
    lead.get_by_label("All 3 of this filter").check()
    lead.get_by_role("button", name="Off the list: show me first").click()
    lead.get_by_label("Why?").fill(REASON)
    lead.get_by_role("button", name="Off the list").click()
    lead.wait_for_url("**/decisions/*")


def the_worker_carries_it_out(lead: Page) -> None:
    look_until(lead, "Done: 3 of 3")
    expect(lead.locator("main")).to_contain_text(REASON)
    for name in BELGIAN:
        expect(people.line_of(lead, name)).to_contain_text("done")


def the_lead_takes_all_of_it_back(lead: Page) -> None:
    lead.get_by_role("button", name="Undo all of it").click()
    look_until(lead, "This was taken back.")
    for name in BELGIAN:
        expect(people.line_of(lead, name)).to_contain_text("taken back")


def look_until(lead: Page, words: str) -> None:
    """Press "Look again" until the page says what is waited for."""
    hosts.look_until(lead, lead.get_by_role("link", name="Look again").click, words)


def the_trail_shows_both(lead: Page) -> None:
    lead.get_by_role("link", name="History").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("History")
    lead.get_by_role("link", name="See which").first.click()
    expect(lead.locator("main")).to_contain_text("This was taken back.")


def nobody_was_told(house: House, visitor: Page) -> None:
    """Let ten minutes pass: all that waits is mailed, and nothing about the decision."""
    let_all_that_waits_be_done(house, visitor)
    for name in BELGIAN:
        expect(people.mails_to(visitor, address_of(name))).not_to_have_count(0)
        about = people.mails_to(visitor, address_of(name)).filter(has_text="is not on the list")
        expect(about).to_have_count(0)


def let_all_that_waits_be_done(house: House, visitor: Page) -> None:
    jobs: Any = JOBS
    notices, waits = jobs.c.kind == KIND, jobs.c.state == WAITING
    emails = jobs.c.kind == EMAIL
    deadline = time.monotonic() + people.MAIL_PATIENCE
    engine = create_engine(house.environment["DATABASE_URL"], execution_options=WRITING)
    with engine.begin() as connection:
        connection.execute(update(jobs).where(notices, waits).values(due_at=clock.now()))
    while some_wait(engine, or_(notices, emails), waits):
        assert time.monotonic() < deadline, "what is due is not done"
        visitor.wait_for_timeout(100)
    engine.dispose()


def some_wait(engine: Engine, *wanted: ColumnElement[bool]) -> bool:
    with engine.begin() as connection:
        return connection.scalar(select(JOBS.c.id).where(*wanted).limit(1)) is not None
