"""A lead signs in with a second step, ends a session that is not theirs, and is removed."""

import time
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.support import axe, hosts, people
from tests.support.browser import Windows
from tests.support.house import House

pytestmark = pytest.mark.browser

PAPER = "doors-with-a-code"
EDITOR = "editor@second-step.example.org"
PASSWORD = "seven doors stay open at night"
STEP = 30


def test_a_lead_signs_in_with_a_second_step(house: House, windows: Windows, tmp_path: Path) -> None:
    owner = windows.open("en")
    desk, phone = axe.bring(windows.open("en")), axe.bring(windows.open("en"))
    hosts.open_paper(house, tmp_path, PAPER, "Doors with a code")
    people.sign_in(owner, house)

    the_owner_invites_an_editor(owner)
    the_editor_chooses_a_password(desk)
    give_password(desk)
    secret, recovery = the_editor_sets_up_a_second_step(desk)

    a_code_opens_on_the_phone_too(phone, secret)
    a_session_that_is_not_theirs_is_ended(desk, phone)
    a_recovery_code_opens_once(phone, recovery)

    the_owner_removes_the_editor(owner)
    both_devices_are_out_at_once(desk, phone)
    the_mailbox_knows_of_it(phone)


def the_owner_invites_an_editor(owner: Page) -> None:
    owner.goto(f"/desk/campaigns/{PAPER}-campaign/people")
    form = owner.get_by_role("region", name="Invite somebody")
    form.get_by_role("textbox", name="E-mail address").fill(EDITOR)
    form.get_by_role("radio", name="editor").check()
    form.get_by_role("button", name="Invite").click()
    expect(owner.get_by_role("status")).to_be_visible()


def the_editor_chooses_a_password(desk: Page) -> None:
    people.read_mail(desk, EDITOR, "password")
    desk.goto(people.link_in_mail(desk, "password"))
    people.fill_in(desk, password=PASSWORD)
    people.press(desk)
    desk.wait_for_url("**/desk/sign-in*")


def give_password(page: Page) -> None:
    page.goto("/desk/sign-in")
    people.fill_in(page, email=EDITOR, password=PASSWORD)
    people.press(page)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


def the_editor_sets_up_a_second_step(desk: Page) -> tuple[str, str]:
    """Return the key of the app and one of the recovery codes."""
    desk.get_by_role("link", name="Your account").click()
    desk.get_by_role("link", name="Set up the second step").click()
    desk.get_by_role("textbox", name="Password").fill(PASSWORD)
    desk.get_by_role("button", name="Set it up").click()
    assert look(desk) == []
    secret = desk.locator("#key").inner_text().replace(" ", "")
    desk.get_by_role("textbox", name="code").fill(pyotp.TOTP(secret).now())
    desk.get_by_role("button", name="Turn it on").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    assert look(desk) == []
    codes = desk.locator("ol.codes code").all_inner_texts()
    assert len(codes) == 10
    desk.get_by_role("link", name="I have them: go on").click()
    return secret, codes[0]


def a_code_opens_on_the_phone_too(phone: Page, secret: str) -> None:
    give_password(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Enter the code")
    assert look(phone) == []
    phone.goto(f"/desk/papers/{PAPER}/signatories")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sign in")  # halfway is outside
    give_password(phone)
    give_code(phone, "000000")
    expect(phone.get_by_role("alert")).to_be_visible()
    give_code(phone, pyotp.TOTP(secret).at(int(time.time()) + STEP))  # each works once
    is_inside(phone)


def give_code(page: Page, code: str) -> None:
    page.get_by_role("textbox", name="code").fill(code)
    page.get_by_role("button", name="Sign in").click()


def look(page: Page) -> list[str]:
    """Return what is wrong with a page that nobody else comes to."""
    return axe.violations(page) + axe.violations_in_the_dark(page)


def is_inside(page: Page) -> None:
    page.goto(f"/desk/papers/{PAPER}/signatories")
    expect(page.get_by_role("heading", level=1)).to_have_text("Signatories")


def is_outside(page: Page) -> None:
    page.goto(f"/desk/papers/{PAPER}/signatories")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def a_session_that_is_not_theirs_is_ended(desk: Page, phone: Page) -> None:
    desk.get_by_role("link", name="Your account").click()
    sessions = desk.get_by_role("table", name="Where you are signed in")
    expect(sessions.get_by_role("row")).to_have_count(3)  # the head, this one, the other
    sessions.get_by_role("button", name="Sign out there").click()
    expect(desk.get_by_role("status")).to_be_visible()
    is_outside(phone)
    is_inside(desk)


def a_recovery_code_opens_once(phone: Page, recovery: str) -> None:
    give_password(phone)
    give_code(phone, recovery)
    is_inside(phone)
    phone.get_by_role("button", name="Sign out").click()
    give_password(phone)
    give_code(phone, recovery)
    expect(phone.get_by_role("alert")).to_be_visible()
    is_outside(phone)


def the_owner_removes_the_editor(owner: Page) -> None:
    owner.goto(f"/desk/campaigns/{PAPER}-campaign/people")
    row = owner.get_by_role("row").filter(has_text=EDITOR)
    row.locator("summary").click()
    row.get_by_role("button", name="Remove from this campaign").click()
    expect(owner.get_by_role("row").filter(has_text=EDITOR)).to_have_count(0)


def both_devices_are_out_at_once(desk: Page, phone: Page) -> None:
    is_outside(desk)
    is_outside(phone)


def the_mailbox_knows_of_it(phone: Page) -> None:
    people.read_mail_about(phone, EDITOR, "A recovery code of yours was used")
    people.read_mail_about(phone, EDITOR, "Signing in takes a code now")
