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

TYPED = {
    "<script>alert(1)</script><img src=x onerror=alert(2)>": "",
    "\"'></bdi></li></ul><svg onload=alert(3)>{{ 7*7 }}${7*7}": "",
    "=HYPERLINK(\"https://evil.example/\",\"Click\")": "",
    "+1 Network, @home & -2%": "",
    "Pax \u202egro.live\u202c\u2066 et\u200b Bonum\u0000\ufeff": "Pax gro.live et Bonum",
}
"""What is typed, and what should stand there where it is not the same."""

FIELDS = ("organisation_name", "statement", "representative_name", "representative_role")


@pytest.mark.parametrize("number", range(len(TYPED)))
def test_a_hostile_name_is_only_a_name(house: House, windows: Windows, number: int) -> None:
    typed, tidied = list(TYPED.items())[number]
    name = tidied or typed
    visitor, lead = windows.open(), windows.open()

    it_is_typed_into_every_field(visitor, typed, f"hostile{number}@example.org")
    it_is_shown_before_anything_is_published(visitor, name, f"hostile{number}@example.org")
    it_stands_on_the_list(visitor, name)
    it_stands_in_the_files(visitor, name)
    it_stands_on_the_desk(lead, house, name)


def it_is_typed_into_every_field(visitor: Page, typed: str, address: str) -> None:
    people.open_form(visitor, "en")
    people.fill_in(visitor, **people.FORM, email=address)
    people.fill_in(visitor, **dict.fromkeys(FIELDS, typed), acronym=typed[:20])
    # The line that is drawn while one types shows the same words.
    expect(visitor.locator('[data-public="statement"]')).to_have_text(typed.replace("\0", ""))
    people.press(visitor)
    visitor.wait_for_url("**/look-into-your-mailbox")


def it_is_shown_before_anything_is_published(visitor: Page, name: str, address: str) -> None:
    people.read_mail(visitor, address)
    visitor.goto(people.link_in_mail(visitor, "confirm"))
    expect(visitor.get_by_text(name, exact=True)).to_have_count(2)  # as name and as remark
    people.press(visitor)
    visitor.wait_for_url("**/thank-you?*")
    expect(visitor.locator("main bdi").get_by_text(name, exact=True)).to_be_visible()


def it_stands_on_the_list(visitor: Page, name: str) -> None:
    expect(people.on_list(visitor, name)).to_have_count(2)
    expect(visitor.locator('main input[name="q"]')).to_have_value(name)


def it_stands_in_the_files(visitor: Page, name: str) -> None:
    lines = visitor.request.get(f"/papers/{people.PAPER}/signatories.csv").body()
    cells = [cell for line in csv.reader(lines.decode("utf-8-sig").splitlines()) for cell in line]
    is_formula = name[0] in "=+-@"
    assert cells.count(f"'{name}" if is_formula else name) == 2
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@")]

    sheet = visitor.request.get(f"/papers/{people.PAPER}/signatories.xlsx").body()
    book = load_workbook(BytesIO(sheet))
    found = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == name]
    assert [cell.data_type for cell in found] == ["s", "s"]
    book.close()


def it_stands_on_the_desk(lead: Page, house: House, name: str) -> None:
    people.sign_in(lead, house)
    row = people.on_desk(lead, name, "published")
    # As name, remark, contact and role.
    expect(row.get_by_text(name, exact=True)).to_have_count(4)
