"""axe, the checker of accessibility, run inside a page."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

RULES = (
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
)
CONTRAST = "color-contrast"

_RUN = """
async ([only, rules]) => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const options = { runOnly: only, rules, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(document, options);
  return violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")} – ${node.failureSummary.split("\\n")[1].trim()}`));
}
"""


def bring(page: Page) -> Page:
    """Let every page that is opened in a window bring axe along; return the window.

    Chromium then reads its half a megabyte once; told to a page, it would read it for each.
    """
    page.add_init_script(_source())
    return page


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """Return what all rules find, as "rule: element – what is wrong"; perhaps not of colours."""
    left_out = {} if colours else {CONTRAST: {"enabled": False}}
    return _run(page, {"type": "tag", "values": RULES}, left_out)


def violations_in_the_dark(page: Page) -> list[str]:
    """Return what is hard to read when the browser asks for a dark page."""
    page.emulate_media(color_scheme="dark")
    try:
        only = {"type": "rule", "values": [CONTRAST]}
        return [f"in the dark: {fault}" for fault in _run(page, only, {})]
    finally:
        page.emulate_media(color_scheme="light")


def _run(page: Page, only: dict[str, Any], rules: dict[str, Any]) -> list[str]:
    found: list[str] = page.evaluate(_RUN, [only, rules])
    return found


@cache
def _source() -> str:
    return Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
