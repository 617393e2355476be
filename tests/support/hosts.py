"""What whoever runs the service does beside it: a campaign of its own for a story."""

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.support.house import LEAD, House

PATIENCE = 60
TEXT = """---
title: {title}
slug: {slug}
language: en
---

## 1. Doors

Doors stay open.
"""


def administer(house: House, *words: str) -> str:
    """Run a `flask` command and return what it says."""
    done = house.flask(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def open_paper(house: House, folder: Path, slug: str, title: str) -> None:
    """Open a paper in a campaign of its own; the sample's lead owns `<slug>-campaign`."""
    campaign = f"{slug}-campaign"
    host = ("--host", title, "--contact", "doors@example.org")
    administer(house, "campaigns", "create", campaign, "--title", title, *host)
    administer(house, "leads", "invite", LEAD, "--campaign", campaign, "--role", "owner")
    file = folder / "paper.md"
    file.write_text(TEXT.format(title=title, slug=slug), encoding="utf-8")
    administer(house, "papers", "import", str(file), "--campaign", campaign)
    administer(house, "papers", "open", slug)


def look_until(page: Page, again: Callable[[], object], words: str) -> None:
    """Look again and again, until the page says what the worker is waited for."""
    deadline = time.monotonic() + PATIENCE
    while not page.locator("main").get_by_text(words).count():
        assert time.monotonic() < deadline, f"the page never said: {words}"
        page.wait_for_timeout(250)
        again()
