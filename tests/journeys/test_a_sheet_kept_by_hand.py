"""A sheet that was kept by hand becomes signatories; one says that it is right, the rest goes."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support import hosts, people
from tests.support.browser import Windows
from tests.support.house import House
from tests.support.rooms import begun
from tests.support.sheets import xlsx_file

pytestmark = pytest.mark.browser

PAPER = "doors-of-a-sheet"
MAILBOX = "office@aalst-doors.example.org"
SHEET = [
    ("Signatures until May, by Bo",),
    (),
    ("Name of the organisation", "Mail", "Where", "Remark"),
    ("Doors of Aalst", f" {MAILBOX.upper()} ", "Belgique", "Well done"),
    ("Doors of Bruges", "bruges@doors.example.org", "BELGIUM", ""),
    ("Doors of Bruges", "bruges@doors.example.org", "Belgium", ""),
    ("Doors of Calais", "calais(at)", "France", ""),
    ("Doors of Dijon", "dijon@doors.example.org", "France", ""),
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_sheet_becomes_signatories_and_is_undone(
    house: House, windows: Windows, tmp_path: Path
) -> None:
    visitor, signatory, lead = (windows.open("en") for _ in range(3))
    hosts.open_paper(house, tmp_path, PAPER, "Doors of a sheet")
    people.sign_in(lead, house)

    the_lead_hands_the_sheet_in(lead)
    it_says_what_would_become_of_each_row(lead)
    the_lead_brings_it_in(lead)
    assert names_on_the_list(visitor) == ["Doors of Aalst", "Doors of Bruges", "Doors of Dijon"]
    all_are_said_to_be_from_a_list(visitor)

    the_lead_asks_all_mailboxes(lead)
    one_says_that_it_is_right(signatory)

    the_lead_undoes_the_list(lead)
    assert names_on_the_list(visitor) == ["Doors of Aalst"]
    assert "bruges" not in house.log() + str(house.trail("import"))


def the_lead_hands_the_sheet_in(lead: Page) -> None:
    lead.goto(f"/desk/papers/{PAPER}/")
    lead.get_by_role("link", name="Import", exact=True).first.click()
    sheet = {"name": "by hand.xlsx", "mimeType": XLSX, "buffer": xlsx_file(Signed=SHEET)}
    lead.get_by_label("File", exact=True).set_input_files(sheet)
    lead.get_by_role("button", name="Look at this file").click()


def it_says_what_would_become_of_each_row(lead: Page) -> None:
    main = lead.locator("main")
    expect(main).to_contain_text("3 rows are new.")
    expect(main).to_contain_text("1 stands on the list already")
    expect(main).to_contain_text("1 has a problem and is left out.")
    expect(main.get_by_role("row").filter(has_text="Calais")).to_contain_text(
        "this is no e-mail address"
    )


def the_lead_brings_it_in(lead: Page) -> None:
    lead.get_by_label("How do you know").fill("e-mail of 3 May")
    begun(lead, lead.get_by_role("button", name="Import 3 rows"))
    expect(lead.locator("main")).to_contain_text("brought in: 3")


def names_on_the_list(visitor: Page) -> list[str]:
    visitor.goto(f"/en/papers/{PAPER}/signatories")
    lines = visitor.locator("main").get_by_role("listitem").all_inner_texts()
    known = [row[0] for row in SHEET[3:] if row]
    return sorted({name for name in known for line in lines if name in line})


def all_are_said_to_be_from_a_list(visitor: Page) -> None:
    lines = visitor.locator("main").get_by_role("listitem").filter(has_text="Doors of")
    said = lines.filter(has_text="from a list that the hosts brought in")
    assert said.count() == 3


def the_lead_asks_all_mailboxes(lead: Page) -> None:
    begun(lead, lead.get_by_role("button", name="Ask 3 mailboxes"))
    expect(lead.get_by_role("button", name="Ask 3 mailboxes")).to_have_count(0)


def one_says_that_it_is_right(signatory: Page) -> None:
    people.read_mail(signatory, MAILBOX, "added")
    signatory.goto(people.link_in_mail(signatory, "added"))
    signatory.get_by_role("button", name="this is right").click()
    expect(signatory.get_by_role("heading", level=1)).to_be_visible()


def the_lead_undoes_the_list(lead: Page) -> None:
    lead.get_by_text("Undo this import").click()
    begun(lead, lead.get_by_role("button", name="Yes, undo all of it"))
    main = lead.locator("main")
    expect(main).to_contain_text("undone: 2")
    expect(main.get_by_role("row").filter(has_text="Aalst")).to_contain_text(
        "It was confirmed or changed since, and stays as it is."
    )
