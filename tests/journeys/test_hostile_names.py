"""Whatever somebody types as a name is shown as a name: it runs nothing and changes nothing."""

import csv
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
BREAKOUT = "\"'></bdi></li></ul><svg onload=alert(3)>{{ 7*7 }}${7*7}"
FORMULA = '=HYPERLINK("#A1","Click")'
SUM = "+1 Network, @home & -2%"
UNSEEN = "Pax \u202egro.live\u202c\u2066 et\u200b Bonum"
TIDIED = {UNSEEN: "Pax gro.live et Bonum"}
"""What should stand there where it is not what was typed."""

DEFUSED = {FORMULA: f"'{FORMULA}", SUM: "'+1 Network,' @home & -2%"}
"""What stands in a file of cells, so that no program takes it for a formula."""

FORMULA_SIGNS = ("=", "+", "-", "@")
FIELDS = ("organisation_name", "statement", "representative_name", "representative_role")


def test_a_hostile_name_is_only_a_name(house: House, windows: Windows) -> None:
    visitor, lead = windows.open(), windows.open()
    people.sign_in(lead, house)
    for number, typed in enumerate((MARKUP, BREAKOUT, FORMULA, SUM, UNSEEN)):
        name, address = TIDIED.get(typed, typed), f"hostile{number}@example.org"

        it_is_typed_into_every_field(visitor, typed, address)
        it_is_shown_before_anything_is_published(visitor, name, address)
        it_stands_on_the_list(visitor, name)
        it_stands_in_the_files(visitor, name)
        it_stands_on_the_desk(lead, name)


def it_is_typed_into_every_field(visitor: Page, typed: str, address: str) -> None:
    visitor.goto(f"/en/papers/{people.PAPER}/endorse")
    people.fill_in(visitor, **people.FORM, email=address)
    people.fill_in(visitor, **dict.fromkeys(FIELDS, typed), acronym=typed[:20])
    # The line that is drawn while one types shows the same words.
    expect(visitor.locator('[data-public="statement"]')).to_have_text(typed)
    people.press(visitor)
    visitor.wait_for_url("**/look-into-your-mailbox")


def it_is_shown_before_anything_is_published(visitor: Page, name: str, address: str) -> None:
    people.read_mail(visitor, address)
    visitor.goto(people.link_in_mail(visitor, "confirm"))
    assert visitor.locator("main").inner_text().count(name) == 2  # as name and as remark
    people.press(visitor)
    visitor.wait_for_url("**/thank-you?*")
    assert people.line_of(visitor, name).inner_text().count(name) == 2


def it_stands_on_the_list(visitor: Page, name: str) -> None:
    assert people.on_list(visitor, name).inner_text().count(name) == 2
    expect(visitor.locator('main input[name="q"]')).to_have_value(name)


def it_stands_in_the_files(visitor: Page, name: str) -> None:
    lines = visitor.request.get(f"/papers/{people.PAPER}/signatories.csv").body()
    cells = [cell for line in csv.reader(lines.decode("utf-8-sig").splitlines()) for cell in line]
    assert cells.count(DEFUSED.get(name, name)) == 2
    assert not [cell for cell in cells if cell[:1] in FORMULA_SIGNS]

    sheet = visitor.request.get(f"/papers/{people.PAPER}/signatories.xlsx").body()
    book = load_workbook(BytesIO(sheet))
    found = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == name]
    assert [cell.data_type for cell in found] == ["s", "s"]
    book.close()


def it_stands_on_the_desk(lead: Page, name: str) -> None:
    entry = people.entry_on_desk(lead, name, "published")
    # As heading, line with its remark, name and remark once more, contact and role.
    assert entry.inner_text().count(name) >= 6
