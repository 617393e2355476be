"""A small phone, for which no page may be too wide."""

from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 740}
SCREEN: ViewportSize = {"width": 1280, "height": 720}

# Whatever is shown must lie within the window; what only readers of a screen see is left out, and
# what lies in a box that scrolls by itself.
TOO_WIDE = """
() => {
  const width = innerWidth;
  const faults = [];
  for (const root of [document.documentElement, document.body]) {
    if (root.scrollWidth > width) faults.push(`${root.localName} is ${root.scrollWidth} px wide`);
  }
  const isClipped = (element) => element && (
    getComputedStyle(element).clipPath !== "none" || isClipped(element.parentElement));
  const scrolls = (element) => element !== document.body && (
    getComputedStyle(element).overflowX === "auto" || scrolls(element.parentElement));
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    const sticksOut = box.width > 0 && (box.left < -0.5 || box.right > width + 0.5);
    if (sticksOut && element.checkVisibility() && !isClipped(element)
        && !scrolls(element.parentElement)) {
      const place = `${Math.round(box.left)} to ${Math.round(box.right)} px`;
      faults.push(`${element.localName}.${element.className} lies from ${place}`);
    }
  }
  return faults;
}
"""


def too_wide(page: Page) -> list[str]:
    """Return what sticks out of the window."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def first_on_it(look: Callable[[Page], list[str]]) -> Callable[[Page], list[str]]:
    """Return what looks at a page that a phone has opened, and then as `look` does on a screen.

    Opening a page costs more than turning the window into another one.
    """

    def look_twice(page: Page) -> list[str]:
        faults = [f"on a phone: {fault}" for fault in too_wide(page)]
        page.set_viewport_size(SCREEN)
        faults += look(page)
        page.set_viewport_size(PHONE)
        return faults

    return look_twice
