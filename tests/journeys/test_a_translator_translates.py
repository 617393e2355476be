"""Somebody who is invited to translate does that, and comes to nothing else."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select

from signon.submissions.models import Contact
from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

CAMPAIGN, PAPER = "migreurop", people.CALL
TRANSLATOR, PASSWORD = "translator@words.example.org", "four quiet words here"
TITLE, SENTENCE = "Aufruf zur Probe", "Die Türen stehen offen."
BLOCK = "Und die Fenster auch."
HREFS = "links => links.map((link) => link.getAttribute('href'))"
CLOSED = ("dates", "manage", "to-decide", "duplicates", "challenges", "round", "texts/en")
"""Rooms of a paper that are none of theirs; the text in English is the original."""

ACTS = ("opening", "closing", "rules", "dates", "name", "decisions", "copy", "deletion")


def test_a_translator_translates(house: House, windows: Windows) -> None:
    lead, translator, reader = windows.open("en"), windows.open("en"), windows.open("de")
    people.sign_in(lead, house)
    people.invite(lead, CAMPAIGN, TRANSLATOR, "translator")
    people.come_by_invitation(translator, TRANSLATOR, PASSWORD)

    it_writes_a_translation(translator)
    it_goes_on_beside_the_original(translator)
    it_comes_to_no_address_and_no_dead_end(house, translator)
    it_opens_and_decides_nothing(translator)
    it_takes_no_contacts(translator)
    the_public_reads_the_translation(reader)


def it_writes_a_translation(translator: Page) -> None:
    # Others' papers stand on the desk too, in an order of their own.
    translator.locator(f'main a[href="/desk/papers/{PAPER}/"]').first.click()
    rooms = translator.get_by_role("navigation", name="Rooms of this paper")
    rooms.get_by_role("link", name="Text").click()
    translator.get_by_label("Translate into another language").fill("de")
    translator.get_by_role("button", name="Write").click()
    people.fill_in(translator, title=TITLE, markdown=SENTENCE)
    translator.get_by_role("button", name="Look at it").click()
    expect(translator.get_by_role("region", name="As readers will see it")).to_contain_text(TITLE)
    translator.get_by_role("button", name="Save", exact=True).click()
    expect(translator.get_by_role("status")).to_have_text("Saved.")
    write = translator.get_by_role("link", name=re.compile("^Write: "))
    expect(write.filter(has_text="Deutsch")).to_be_visible()
    expect(write.filter(has_text="English")).to_have_count(0)


def it_goes_on_beside_the_original(translator: Page) -> None:
    """Fill in one more block; what is typed is kept before it is saved."""
    translator.locator(f'a[href="/desk/papers/{PAPER}/texts/de/blocks"]').click()
    expect(translator.get_by_text("not translated yet").first).to_be_visible()
    empty = translator.locator(".sides textarea").last
    expect(empty).to_have_value("")
    empty.fill(BLOCK)
    expect(translator.locator("#kept")).to_contain_text("Kept as your draft")
    translator.reload()
    expect(translator.locator(".sides textarea").last).to_have_value(BLOCK)
    translator.get_by_label("editorial").check()
    translator.get_by_role("button", name="Save as a new version").click()
    expect(translator.get_by_role("status")).to_have_text("Saved.")


def it_comes_to_no_address_and_no_dead_end(house: House, translator: Page) -> None:
    """Go to every page of the desk that a link leads to from the first one."""
    hidden = addresses(house)
    assert hidden
    seen = dict(pages_from(translator, "/desk/"))
    assert f"/desk/papers/{PAPER}/signatories" in seen
    for path, text in seen.items():
        assert not [address for address in hidden if address in text.lower()], path


def addresses(house: House) -> list[str]:
    """Return the addresses of all who signed something."""
    contacts: Any = Contact.__table__
    engine = create_engine(house.environment["DATABASE_URL"])
    try:
        with engine.connect() as connection:
            return [address.lower() for address in connection.scalars(select(contacts.c.email))]
    finally:
        engine.dispose()


def pages_from(page: Page, first: str) -> Iterator[tuple[str, str]]:
    known, todo = {first}, [first]
    while todo:
        path = todo.pop(0)
        answer = page.goto(path)
        assert answer, path
        assert answer.ok, path
        yield path, page.content()
        links = page.locator('a[href^="/desk/"]').evaluate_all(HREFS)
        found = {link.partition("?")[0].partition("#")[0] for link in links} - known
        known |= found
        todo += sorted(found)


def it_opens_and_decides_nothing(translator: Page) -> None:
    for room in CLOSED:
        assert translator.request.get(f"/desk/papers/{PAPER}/{room}").status == 404, room
    for room in ("people", "settings", "co-hosts", "papers/new"):
        assert translator.request.get(f"/desk/campaigns/{CAMPAIGN}/{room}").status == 404, room
    for act in ACTS:
        sent = translator.request.post(f"/desk/papers/{PAPER}/{act}", form=marked(translator))
        assert sent.status == 404, act


def it_takes_no_contacts(translator: Page) -> None:
    asked = {**marked(translator), "format": "csv", "contacts": "y", "purpose": "check"}
    sent = translator.request.post(f"/desk/papers/{PAPER}/export", form=asked)
    assert sent.status == 404
    translator.goto(f"/desk/papers/{PAPER}/export")
    expect(translator.locator('main [name="contacts"]')).to_have_count(0)


def marked(page: Page) -> dict[str, Any]:
    """Return what a form of this person carries."""
    return {"csrf_token": page.locator('[name="csrf_token"]').first.input_value()}


def the_public_reads_the_translation(reader: Page) -> None:
    reader.goto(f"/en/papers/{PAPER}")
    texts = reader.get_by_role("navigation", name="Languages of this text")
    texts.get_by_role("link", name="Deutsch").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.locator("article")).to_contain_text(SENTENCE)
