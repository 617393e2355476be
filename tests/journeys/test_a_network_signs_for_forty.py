"""A network's secretary signs for forty members, and one of them corrects its own name."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support import hosts, people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

PAPER = "doors-of-a-network"
NUMBER = 40
SECRETARY = "cy@network-of-doors.example.org"
TYPED, RIGHT = "Membr Seven", "Member Seven"
MEMBER = "office@member-seven.example.org"
TOWNS = """
Aalst Arlon Bouillon Bruges Ciney Diest Dinant Eeklo Enghien Eupen Fleurus Geel Genk Ghent Halle
Hasselt Huy Ieper Jodoigne Kortrijk Leuven Lier Lokeren Malmedy Mechelen Menen Mons Namur Ninove
Nivelles Ostend Peer Poperinge Ronse Seraing Spa Tielt Tongeren Verviers
"""


def test_a_secretary_signs_for_forty(house: House, windows: Windows, tmp_path: Path) -> None:
    secretary, member, lead = windows.open("en"), windows.open("en"), windows.open("en")
    hosts.open_paper(house, tmp_path, PAPER, "Doors of a network")
    people.sign_in(lead, house)

    address = the_lead_finds_the_form_for_it(lead)
    the_secretary_pastes_forty_rows(secretary, address)
    a_wrong_cell_is_mended(secretary)
    one_confirmation_by_that_mailbox(secretary)

    the_lead_puts_all_of_them_on_the_list(lead)
    they_stand_there_as_through_their_network(member)
    one_member_corrects_its_name(member)
    the_lead_looks_at_the_new_name(lead)

    expect(people.on_list(member, RIGHT, paper=PAPER)).to_have_count(1)
    expect(people.on_list(member, TYPED, paper=PAPER)).to_have_count(0)


def rows() -> str:
    """Return what stands in the secretary's table: the second country is mistyped."""
    assert len(TOWNS.split()) == NUMBER - 1
    lines = [f"Doors of {town}\tBelgium\tngo" for town in TOWNS.split()]
    lines[1] = lines[1].replace("Belgium", "Belgum")
    lines.append(f"{TYPED}\tBE\tngo\t\t{MEMBER}")
    return "\n".join(lines)


def the_lead_finds_the_form_for_it(lead: Page) -> str:
    lead.goto(f"/desk/papers/{PAPER}/signatories")
    lead.get_by_role("link", name="the form for its members").click()
    lead.wait_for_url("**/endorse/network")
    return lead.url


def the_secretary_pastes_forty_rows(secretary: Page, address: str) -> None:
    secretary.goto(address)
    secretary.get_by_label("Name of the network").fill("Network of Doors")
    secretary.get_by_label("Paste rows here").fill(rows())
    secretary.get_by_role("button", name="Take these rows into the table").click()
    expect(secretary.get_by_label("Name", exact=True)).to_have_count(NUMBER)
    expect(secretary.get_by_label("Name of the network")).to_have_value("Network of Doors")
    secretary.get_by_label("Your name").fill("Cy Sample")
    secretary.get_by_label("Your role in the network").fill("Secretary")
    secretary.locator('main [name="email"]').fill(SECRETARY)
    secretary.get_by_label("each of").check()
    secretary.get_by_role("button", name="Send, and look into your mailbox").click()


def a_wrong_cell_is_mended(secretary: Page) -> None:
    row = secretary.get_by_role("group", name="2", exact=True)
    country = row.get_by_label("Country")
    expect(country).to_have_accessible_description(
        "Error: Enter a country, such as “Belgium” or “BE”."
    )
    expect(country).to_have_value("Belgum")
    expect(secretary.locator('main [aria-invalid="true"]')).to_have_count(1)
    # The summary on top leads to the cell.
    secretary.get_by_role("alert").get_by_role("link").first.click()
    expect(country).to_be_focused()
    country.fill("Belgium")
    secretary.get_by_role("button", name="Send, and look into your mailbox").click()
    secretary.wait_for_url("**/look-into-your-mailbox*")


def one_confirmation_by_that_mailbox(secretary: Page) -> None:
    people.read_mail(secretary, SECRETARY)
    secretary.goto(people.link_in_mail(secretary, "confirm"))
    expect(secretary.locator("main")).to_contain_text(TYPED)
    people.press(secretary)
    expect(secretary.get_by_role("heading", level=1)).to_have_text("The hosts have your list")


def the_lead_puts_all_of_them_on_the_list(lead: Page) -> None:
    lead.goto(f"/desk/papers/{PAPER}/to-decide")
    hosts.look_until(lead, lambda: lead.reload(), str(NUMBER))
    lead.locator("summary").get_by_text("Decide about many at once").click()
    lead.get_by_role("button", name="Put on the list: show me first").click()
    expect(lead.locator("main")).to_contain_text(f"{NUMBER} signatures will be on the list.")
    lead.get_by_role("button", name="Put on the list").click()
    look = lead.get_by_role("link", name="Look again")
    hosts.look_until(lead, look.click, f"Done: {NUMBER} of {NUMBER}")


def they_stand_there_as_through_their_network(member: Page) -> None:
    member.goto(f"/en/papers/{PAPER}/signatories")
    lines = member.locator("main").get_by_role("listitem").filter(has_text="through its network")
    expect(lines).to_have_count(NUMBER)


def one_member_corrects_its_name(member: Page) -> None:
    people.read_mail_about(member, MEMBER, "Signed through your network")
    expect(member.locator("main")).to_contain_text("Network of Doors has told us")
    people.open_space(member, MEMBER)
    member.get_by_role("link", name="Correct what is public").click()
    member.get_by_label("Name of the organisation").fill(RIGHT)
    member.get_by_role("button", name="Save").click()
    expect(member.get_by_role("status")).to_contain_text("until the hosts have looked at it")
    expect(people.on_list(member, TYPED, paper=PAPER)).to_have_count(0)


def the_lead_looks_at_the_new_name(lead: Page) -> None:
    lead.get_by_role("link", name="To decide").click()
    expect(people.line_of(lead, RIGHT)).to_have_count(1)
    lead.get_by_role("button", name="Open it to decide").click()
    lead.get_by_role("button", name="Put on the list", exact=True).click()
    expect(lead.locator("main")).to_contain_text("Nothing waits for you.")
