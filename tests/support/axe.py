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
async (only) => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const options = { runOnly: only, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(document, options);
  return violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")} – ${node.failureSummary.split("\\n")[1].trim()}`));
}
"""


def violations(page: Page) -> list[str]:
    """Return what all rules find, as "rule: element – what is wrong"."""
    return _run(page, {"type": "tag", "values": RULES})


def violations_in_the_dark(page: Page) -> list[str]:
    """Return what is hard to read when the browser asks for a dark page."""
    page.emulate_media(color_scheme="dark")
    try:
        return [
            f"in the dark: {fault}" for fault in _run(page, {"type": "rule", "values": [CONTRAST]})
        ]
    finally:
        page.emulate_media(color_scheme="light")


def _run(page: Page, only: dict[str, Any]) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    found: list[str] = page.evaluate(_RUN, only)
    return found


@cache
def _source() -> str:
    return Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
