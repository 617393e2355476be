"""Pages keep to the policy of the site, and turn round for languages written from the right."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT

IN_MAILS = {"layout/email.html"}
"""Mail programs know no style sheet but the one in the mail."""

FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
}
PHYSICAL = re.compile(
    r"(?<![\w-])(?:[a-z-]+-)?(?:left|right)(?:-[a-z]+)*\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
TEMPLATES = ROOT / "templates"
SHEETS = sorted(Path(ROOT, "static", "css").rglob("*.css"))


def test_templates_have_nothing_that_the_policy_of_the_site_refuses() -> None:
    found = [
        f"{path.relative_to(TEMPLATES)} has {what}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        if path.relative_to(TEMPLATES).as_posix() not in IN_MAILS
        for what, pattern in FORBIDDEN.items()
        if pattern.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_a_style_sheet_knows_start_and_end_but_neither_left_nor_right(sheet: Path) -> None:
    css = sheet.read_text(encoding="utf-8")
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)

    assert PHYSICAL.findall(without_comments) == []


@pytest.mark.parametrize(
    "rule",
    ["margin-left: 0", "left:0", "border-right-width: 1px", "text-align: right", "float:left"],
)
def test_a_physical_rule_is_seen(rule: str) -> None:
    assert PHYSICAL.search(f"a {{ {rule}; }}")


@pytest.mark.parametrize("rule", ["margin-inline-start: 0", "text-align: start", "inset-inline: 0"])
def test_a_logical_rule_is_none(rule: str) -> None:
    assert not PHYSICAL.search(f"a {{ {rule}; }}")
