"""What people do in front of a browser. Nothing here knows a word of any language."""

import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.support.house import LEAD, House

PAPER = "12-key-ways"
CALL = "closure-of-camps"
"""The sample's two papers; the second takes individuals as well."""

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
KINDS = "fields => Object.fromEntries(fields.map((field) => [field.name, field.type]))"
PATHS = "links => links.map((link) => link.getAttribute('href'))"
MAIL_PATIENCE = 60
FORM = {
    "organisation_name": "Lantern & Ladder",
    "acronym": "LL",
    "country": "BE",
    "organisation_kind": "ngo",
    "website": "https://lantern.example.org/",
    "representative_name": "Ada Sample",
    "representative_role": "Chair",
    "statement": "",
    "authorised": True,
    "publish_consent": True,
}
"""The form as an organisation fills it in; each story names itself and its address."""


def open_form(page: Page, language: str, paper: str = PAPER) -> None:
    """Read the paper, then press the button that leads to the form."""
    page.goto(f"/{language}/papers/{paper}")
    page.locator(f'main a[href$="/papers/{paper}/endorse"]').first.click()
    page.wait_for_url("**/endorse")


def fill_in(page: Page, **fields: Any) -> None:
    """Fill in the form by the names of its fields, as soon as it is there."""
    page.locator(f'main form [name="{next(iter(fields))}"]').first.wait_for(state="attached")
    kinds = page.locator("main form [name]").evaluate_all(KINDS)
    for name, value in fields.items():
        field = page.locator(f'main [name="{name}"]')
        if kinds[name] == "select-one":
            field.select_option(value)
        elif kinds[name] == "radio":
            page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kinds[name] == "checkbox":
            field.set_checked(value)
        else:
            field.fill(value)


def press(page: Page) -> None:
    """Press the one button of the page."""
    page.locator("main form button").click()


def endorse(page: Page, language: str = "en", paper: str = PAPER, **fields: Any) -> None:
    """Fill in the form and send it, up to the page that asks to look into the mailbox."""
    open_form(page, language, paper)
    fill_in(page, **{**FORM, **fields})
    press(page)
    page.wait_for_url("**/look-into-your-mailbox")


def mails_to(page: Page, address: str) -> Locator:
    """Return the links to what was mailed to an address, the newest first."""
    page.goto("/mailbox")
    return page.get_by_role("listitem").filter(has_text=address).get_by_role("link")


def read_mail(page: Page, address: str, kind: str = "confirm") -> None:
    """Wait for a mail to an address with a link of a kind; open the newest, whatever came after."""
    deadline = time.monotonic() + MAIL_PATIENCE
    while not opened(page, address, kind):
        assert time.monotonic() < deadline, f"no mail with a link to {kind} came to {address}"
        page.wait_for_timeout(100)


def opened(page: Page, address: str, kind: str) -> bool:
    """Open the newest mail to an address with a link of a kind; say whether there was one."""
    for path in mails_to(page, address).evaluate_all(PATHS):
        page.goto(path)
        if page.locator(f'main a[href*="/{kind}/"]').count():
            return True
    return False


def read_mail_about(page: Page, address: str, subject: str) -> None:
    """Wait for the newest mail to an address that speaks of `subject`, and open it."""
    deadline = time.monotonic() + MAIL_PATIENCE
    said = re.compile(re.escape(subject))  # as it is written: "Your" is not "confirm your"
    while (mails := mails_to(page, address).filter(has_text=said)).count() < 1:
        assert time.monotonic() < deadline, f"no mail about {subject} came to {address}"
        page.wait_for_timeout(100)
    mails.first.click()
    page.wait_for_url("**/mailbox/*")


def open_space(page: Page, address: str) -> None:
    """Ask for the link to what an address has signed, and open it in this window."""
    page.goto("/en/space")
    page.locator('main [name="email"]').fill(address)
    press(page)
    read_mail_about(page, address, "Your link")
    page.goto(link_in_mail(page, "space"))
    press(page)


def link_in_mail(page: Page, kind: str) -> str:
    """Return the address of the link in the mail that stands open: "confirm" or "not-us"."""
    return page.locator(f'main a[href*="/{kind}/"]').inner_text()


def code_in_mail(page: Page) -> str:
    """Return the code in the mail that stands open."""
    found = CODE.search(page.locator("main").inner_text())
    assert found, "no code in the mail"
    return found[0]


def confirm(page: Page, address: str) -> None:
    """Follow the link in the mail to `address` and press the button."""
    read_mail(page, address)
    page.goto(link_in_mail(page, "confirm"))
    press(page)
    page.wait_for_url("**/thank-you?*")


def on_list(page: Page, name: str, language: str = "en", paper: str = PAPER) -> Locator:
    """Return the line of `name` on the list, found by searching for it."""
    page.goto(f"/{language}/papers/{paper}/signatories")
    page.locator('main input[name="q"]').fill(name)
    page.locator('main input[name="q"]').press("Enter")
    page.wait_for_url("**/signatories?q=*")
    return line_of(page, name)


def line_of(page: Page, name: str) -> Locator:
    """Return the line with `name` on the page that stands open."""
    return page.locator("main").get_by_role("listitem").filter(has_text=name)


_SIGNED_IN: dict[str, Any] = {}
"""The cookies of the sample's lead, by the service."""


def sign_in(page: Page, house: House) -> None:
    """Sign in as the sample's lead: with the form, and from then on with what it gave.

    An account may be tried twenty times an hour, and all journeys share one service.
    """
    if given := _SIGNED_IN.get(house.url):
        page.context.add_cookies(given)
        page.goto("/desk/")
        if "/sign-in" not in page.url:
            return
    page.goto("/desk/sign-in")
    fill_in(page, email=LEAD, password=house.lead_password)
    press(page)
    page.wait_for_url(re.compile(r"/desk/?$"))
    _SIGNED_IN[house.url] = page.context.cookies()


def invite(lead: Page, campaign: str, address: str, role: str) -> None:
    """Let the owner who is signed in invite somebody to a campaign, as `role` in its own word."""
    lead.goto(f"/desk/campaigns/{campaign}/people")
    lead.locator('main form.signing-form [name="email"]').fill(address)
    lead.locator(f'main form.signing-form [name="role"][value="{role}"]').check()
    press_in(lead, "form.signing-form")
    expect(lead.get_by_role("status")).to_contain_text(address)


def come_by_invitation(page: Page, address: str, password: str) -> None:
    """Open the invitation in the mailbox, choose a password, and sign in with it."""
    read_mail(page, address, "password")
    page.goto(link_in_mail(page, "password"))
    fill_in(page, password=password)
    press(page)
    fill_in(page, email=address, password=password)
    press(page)
    page.wait_for_url(re.compile(r"/desk/?$"))


def begin_paper(lead: Page, campaign: str, slug: str, title: str, text: str) -> None:
    """Begin a paper in English at the desk and open it."""
    lead.goto(f"/desk/campaigns/{campaign}/papers/new")
    fill_in(lead, slug=slug, language="en", title=title, markdown=text)
    lead.locator('main button[value="save"]').click()
    lead.wait_for_url("**/texts")
    lead.goto(f"/desk/papers/{slug}/dates")
    lead.locator("main section details summary").first.click()
    lead.locator('main form[action$="/opening"] button').click()
    expect(lead.get_by_role("status")).to_be_visible()


def press_in(page: Page, form: str) -> None:
    """Press the one button of a form among several."""
    page.locator(f"main {form} button").click()


def on_desk(page: Page, name: str, state: str, paper: str = PAPER) -> Locator:
    """Return the row of `name` on the desk, among the signatories in one state."""
    page.goto(f"/desk/papers/{paper}/signatories?state={state}")
    return page.get_by_role("row").filter(has_text=name)


def entry_on_desk(page: Page, name: str, state: str, paper: str = PAPER) -> Locator:
    """Open the page of `name` on the desk from the list of one state; return what it says."""
    on_desk(page, name, state, paper).get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/desk/signatories/\w+"))
    return page.locator("main")


def check_entry(lead: Page, paper: str, name: str) -> None:
    """Let a lead note that who signed was checked, so that its domain is known from then on."""
    entry = entry_on_desk(lead, name, "published", paper)
    entry.locator('form[action$="/check"] button').click()
    expect(lead.get_by_role("status")).to_be_visible()
