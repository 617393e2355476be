"""A host changes its paper in substance; three organisations answer in three ways."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, update

from signon.jobs.models import SCHEDULE
from signon.kernel import clock
from signon.kernel.database import WRITING
from signon.reconfirmations.models import Round
from tests.support import people
from tests.support.browser import Windows
from tests.support.house import LEAD, House

pytestmark = pytest.mark.browser

CAMPAIGN, PAPER = "night-doors", "doors-at-night"
NOTE = "Doors may be locked at night."
BEFORE = "Doors stay open by day and by night."
AFTER = "Doors stay open by day and are locked at night."
TEXT = """---
title: Doors
slug: doors-at-night
language: en
---

## 1. Doors

{sentence}

## 2. Roofs

Everybody has one.
"""
KEEPS, LEAVES, SILENT = "Keeper & Co", "Leaver League", "Silent Society"
PATIENCE = 60


def address_of(name: str) -> str:
    return f"office@{name.split()[0].lower()}.example.org"


def test_a_substantive_edit_is_answered(house: House, windows: Windows, tmp_path: Path) -> None:
    ngo, lead = windows.open("en"), windows.open("en")
    the_host_publishes_a_paper(house, tmp_path)
    for name in (KEEPS, LEAVES, SILENT):
        it_signs(ngo, name)

    the_host_changes_the_text(house, tmp_path)
    anybody_reads_what_was_changed(ngo)
    people.sign_in(lead, house)
    the_lead_asks_the_signatories(lead)
    the_paper_says_that_they_are_being_asked(ngo)

    one_reads_the_change_and_keeps(ngo)
    one_takes_its_name_off(ngo)
    one_only_opens_the_mail(ngo)
    the_lead_follows_the_answers(lead)

    the_date_passes(house, ngo)
    the_list_shows_who_stands_under_what(ngo)
    the_link_of_the_silent_one_is_over(ngo)


def the_host_publishes_a_paper(house: House, folder: Path) -> None:
    host = ("--host", "Doors", "--contact", "doors@example.org")
    administer(house, "campaigns", "create", CAMPAIGN, "--title", "Night doors", *host)
    administer(house, "leads", "invite", LEAD, "--campaign", CAMPAIGN, "--role", "owner")
    bring_in(house, folder, BEFORE)
    administer(house, "papers", "open", PAPER)


def the_host_changes_the_text(house: House, folder: Path) -> None:
    bring_in(house, folder, AFTER, "--change", "substantive", "--note", NOTE)


def bring_in(house: House, folder: Path, sentence: str, *options: str) -> None:
    file = folder / "paper.md"
    file.write_text(TEXT.format(sentence=sentence), encoding="utf-8")
    administer(house, "papers", "import", str(file), "--campaign", CAMPAIGN, *options)


def administer(house: House, *words: str) -> None:
    done = house.flask(*words)
    assert done.returncode == 0, done.stderr


def it_signs(ngo: Page, name: str) -> None:
    people.endorse(ngo, paper=PAPER, organisation_name=name, email=address_of(name), website="")
    people.confirm(ngo, address_of(name))


def anybody_reads_what_was_changed(ngo: Page) -> None:
    ngo.goto(f"/en/papers/{PAPER}")
    ngo.get_by_role("link", name="What was changed in version 2").click()
    expect(ngo.locator("main")).to_contain_text(NOTE)
    expect(ngo.locator("main del").first).to_contain_text("by")
    expect(ngo.locator("main ins").last).to_contain_text("locked at")
    # Who listens to the page hears what the others see.
    expect(ngo.locator("main ins").last).to_contain_text("added:")


def the_lead_asks_the_signatories(lead: Page) -> None:
    lead.get_by_role("link", name="Ask the signatories about the changed text").click()
    expect(lead.locator("main")).to_contain_text("3 signatories will be asked")
    lead.get_by_label("They stay listed under the version that they signed.").check()
    lead.get_by_role("button", name="Look at it once more").click()
    expect(lead.locator("main")).to_contain_text("Is this right?")
    lead.get_by_role("button", name="Ask 3 signatories now").click()
    expect(lead.locator("main")).to_contain_text("Answers count until")


def the_paper_says_that_they_are_being_asked(ngo: Page) -> None:
    ngo.goto(f"/en/papers/{PAPER}")
    expect(ngo.locator("main")).to_contain_text("signatories are being asked until")
    expect(ngo.locator("main")).to_contain_text("stays listed under version 1")


def one_reads_the_change_and_keeps(ngo: Page) -> None:
    it_opens_the_question(ngo, KEEPS)
    expect(ngo.locator("main")).to_contain_text(NOTE)
    ngo.get_by_role("button", name="Yes, keep it under version 2").click()
    expect(ngo.locator("h1")).to_have_text("You stand under the changed text")


def one_takes_its_name_off(ngo: Page) -> None:
    it_opens_the_question(ngo, LEAVES)
    people.fill_in(ngo, reason="Our members sleep outside.")
    ngo.get_by_role("button", name="Take it off the list").click()
    expect(ngo.locator("h1")).to_have_text("Off the list")
    expect(people.on_list(ngo, LEAVES, paper=PAPER)).to_have_count(0)


def one_only_opens_the_mail(ngo: Page) -> None:
    it_opens_the_question(ngo, SILENT)
    expect(people.on_list(ngo, SILENT, paper=PAPER)).to_contain_text("version 1")


def it_opens_the_question(ngo: Page, name: str) -> None:
    """Open the mail that asks an organisation about the changed text."""
    people.read_mail(ngo, address_of(name), "rounds")
    expect(ngo.locator("main")).to_contain_text("stays on the list under version 1")
    ngo.goto(people.link_in_mail(ngo, "rounds"))


def the_lead_follows_the_answers(lead: Page) -> None:
    lead.reload()
    expect(people.line_of(lead, KEEPS)).to_contain_text("Stand under the changed text")
    expect(people.line_of(lead, LEAVES)).to_contain_text("Withdrew")
    expect(people.line_of(lead, SILENT)).to_contain_text("Not answered")


def the_date_passes(house: House, ngo: Page) -> None:
    """Move the date into the past, as only an administrator could, and let the worker see it."""
    rounds: Any = Round.__table__
    now = clock.now()
    engine = create_engine(house.environment["DATABASE_URL"], execution_options=WRITING)
    with engine.begin() as connection:
        past = {"opened_at": now - timedelta(days=21), "answer_by": now}
        connection.execute(update(rounds).values(past))
        connection.execute(
            update(SCHEDULE).where(SCHEDULE.c.name == "rounds.close").values(next_run_at=now)
        )
    engine.dispose()
    deadline = time.monotonic() + PATIENCE
    ngo.goto(f"/en/papers/{PAPER}")
    while ngo.get_by_text("signatories are being asked until").count():
        assert time.monotonic() < deadline, "the round did not close"
        ngo.wait_for_timeout(100)
        ngo.reload()


def the_list_shows_who_stands_under_what(ngo: Page) -> None:
    ngo.goto(f"/en/papers/{PAPER}/signatories")
    expect(people.line_of(ngo, KEEPS)).to_be_visible()
    expect(people.line_of(ngo, KEEPS)).not_to_contain_text("version")
    expect(people.line_of(ngo, SILENT)).to_contain_text("version 1")
    expect(people.line_of(ngo, LEAVES)).to_have_count(0)


def the_link_of_the_silent_one_is_over(ngo: Page) -> None:
    it_opens_the_question(ngo, SILENT)
    expect(ngo.locator("h1")).to_have_text("Too late to answer here")
    expect(ngo.get_by_role("link", name="All signatories")).to_be_visible()
