"""A page keeps its measure on a large screen, shows on a phone that it scrolls, needs no mouse.

Whether each of them fits a small phone is seen in `test_pages_are_accessible.py`.
"""

from itertools import groupby
from typing import Any

import pytest
from playwright.sync_api import Page

from signon.kernel.languages import INTERFACE
from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House
from tests.support.phone import PHONE

pytestmark = pytest.mark.browser

SCREEN: Any = {"viewport": {"width": 1280, "height": 800}}
LEADS_READ = ("en", "ar")
MEASURE = 75
MOST_STOPS = 60

# Boxes too narrow for their table: whether they say so above, and have a shadow at each edge.
WIDER = """
() => [...document.querySelectorAll(".matrix")]
  .filter((box) => box.scrollWidth > box.clientWidth)
  .map((box) => ({
    name: box.className,
    isSaid: !!box.previousElementSibling?.matches(".scrolls")
      && box.previousElementSibling.checkVisibility(),
    isShaded: getComputedStyle(box).backgroundImage.split("linear-gradient").length === 5,
  }))
"""
# How many characters stand in each full line of the paper.
LINES = """
() => [...document.querySelectorAll("article .text > p")].flatMap((paragraph) => {
  const lines = new Map();
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at++) {
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const top = Math.round(range.getBoundingClientRect().top / 12);
      lines.set(top, (lines.get(top) ?? 0) + 1);
    }
  }
  return [...lines.values()].slice(0, -1);
})
"""
BOTTOMS = """
() => [...document.querySelectorAll("tbody tr")].map((row) => row.getBoundingClientRect().bottom)
"""
FOCUSED = """
() => {
  const { name, type, localName } = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const isSeen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  return { name: name || type || localName, isSeen };
}
"""
FIELDS = """
() => [...new Set([...document.querySelector("main form").elements]
  .filter((field) => !["hidden", "fieldset"].includes(field.type) && field.tabIndex >= 0)
  .filter((field) => field.checkVisibility())
  .map((field) => field.name || field.type))]
"""


@pytest.mark.parametrize("language", LEADS_READ)
@pytest.mark.usefixtures("every_page")  # somebody has endorsed in part
def test_a_table_that_is_too_wide_for_a_phone_shows_that_it_scrolls(
    windows: Windows, language: str
) -> None:
    phone = windows.open(language, viewport=PHONE)
    phone.goto(f"/{language}/papers/12-key-ways/priorities")

    boxes = phone.evaluate(WIDER)

    assert boxes
    assert [box for box in boxes if not (box["isSaid"] and box["isShaded"])] == []


@pytest.mark.parametrize("language", LEADS_READ)
def test_25_signatories_stand_on_a_screen(house: House, windows: Windows, language: str) -> None:
    lead = windows.open(language, viewport={"width": 1280, "height": 900})
    people.sign_in(lead, house)
    lead.goto(f"/desk/papers/{people.CALL}/signatories")
    lead.evaluate("() => document.fonts.ready")
    bottoms: list[float] = lead.evaluate(BOTTOMS)
    assert len([bottom for bottom in bottoms if bottom <= 900]) >= 25


@pytest.mark.parametrize("language", INTERFACE)
def test_a_line_of_the_paper_is_not_longer_than_the_eye_can_follow(
    windows: Windows, language: str
) -> None:
    screen = windows.open(language, **SCREEN)
    screen.goto(f"/{language}/papers/{people.PAPER}")
    screen.evaluate("() => document.fonts.ready")
    lines: list[int] = screen.evaluate(LINES)
    assert len(lines) > 20
    assert sum(lines) / len(lines) <= MEASURE


@pytest.mark.parametrize("language", LEADS_READ)
def test_the_form_needs_no_mouse(windows: Windows, language: str) -> None:
    page = windows.open(language, **SCREEN)
    page.goto(f"/{language}/papers/{people.CALL}/endorse")
    fields: list[str] = page.evaluate(FIELDS)
    asked = {*people.FORM, "email", "decides_on", "updates_consent"}
    assert {"capacity", *asked, "submit"} == set(fields)

    stops = tab_through(page, until="submit")

    unseen = [stop["name"] for stop in stops if not stop["isSeen"]]
    assert unseen == []
    # A date has a stop for its day, its month and its year.
    reached = [name for name, _ in groupby(stop["name"] for stop in stops)]
    assert [name for name in reached if name in fields] == fields


def tab_through(page: Page, until: str) -> list[dict[str, Any]]:
    """Press the tabulator until the button is reached; return where it stopped on the way."""
    stops: list[dict[str, Any]] = []
    while not stops or stops[-1]["name"] != until:
        assert len(stops) < MOST_STOPS, stops
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    return stops
