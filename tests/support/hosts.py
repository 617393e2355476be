"""What whoever runs the service does beside it: a campaign of its own for a story."""

from pathlib import Path

from tests.support.house import LEAD, House

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
