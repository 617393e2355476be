"""Every page of the desk, so that each of them can be looked at in turn."""

import secrets
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from tests.support import people
from tests.support.places import LONG_NAME, Place
from tests.support.sheets import TITLES, Rows, csv_file

CAMPAIGN = "/desk/campaigns/migreurop"
PAPER = f"/desk/papers/{people.PAPER}"
LIST = f"{PAPER}/signatories"
ALL = ("#everything", 'button[value="reject"]')
"""Selects all of a filter, and asks what would become of them."""

ALWAYS = (
    Place("desk", "/desk/"),
    Place("account", "/desk/account"),
    Place("second step", "/desk/account/second-step"),
    Place("notices", "/desk/notices"),
    Place("settings", f"{CAMPAIGN}/settings"),
    Place("people", f"{CAMPAIGN}/people"),
    Place("co-hosts", f"{CAMPAIGN}/co-hosts"),
    Place("history of the campaign", f"{CAMPAIGN}/history"),
    Place("begin a paper", f"{CAMPAIGN}/papers/new"),
    Place("today", f"{PAPER}/"),
    Place("to decide", f"{PAPER}/to-decide"),
    Place("signatories", LIST),
    Place("signatories, not confirmed", f"{LIST}?state=submitted"),
    Place("signatories, none", f"{LIST}?q=nobodyiscalledthis"),
    Place("add a signatory", f"{LIST}/new"),
    Place("add a signatory with errors", f"{LIST}/new", pressed=("main .signing-form .button",)),
    Place("files", f"{PAPER}/export"),
    Place("about many, to be looked at", f"{LIST}?country=BE", pressed=ALL),
    Place("about none", f"{LIST}?country=BE", pressed=(ALL[-1],)),
    Place("dates and rules", f"{PAPER}/dates"),
    Place("manage", f"{PAPER}/manage"),
    Place("texts", f"{PAPER}/texts"),
    Place("write", f"{PAPER}/texts/en"),
    Place("translate", f"{PAPER}/texts/ar"),
    Place("translate beside the original", f"{PAPER}/texts/ar/blocks"),
    Place("write to signatories", f"{PAPER}/mailings"),
    Place("write an update", f"{PAPER}/mailings", pressed=("main form .button",)),
    Place("round", f"{PAPER}/round"),
    Place("challenges", f"{PAPER}/challenges"),
    Place("duplicates", f"{PAPER}/duplicates"),
    Place("import", f"{PAPER}/imports"),
    Place("import without a file", f"{PAPER}/imports", pressed=("main .choices-of-lead .button",)),
    Place("documents", f"{PAPER}/documents"),
    Place("history", f"{PAPER}/history"),
)


def of_desk(lead: Page) -> tuple[Place, ...]:
    """Return every page of the desk; `lead` is a window in which somebody is signed in."""
    return (*ALWAYS, *_of_waiting(lead), *_of_signatory(lead), _of_run(lead), *_of_lists(lead))


def _of_waiting(lead: Page) -> tuple[Place, ...]:
    lead.goto(f"{PAPER}/to-decide")
    lead.locator('main form[action$="/open"] button').first.click()
    lead.wait_for_url("**/to-decide/*/*")
    return (Place("one that waits", urlsplit(lead.url).path),)


def _of_signatory(lead: Page) -> tuple[Place, ...]:
    lead.goto(f"{LIST}?state=published&country=BE")
    one = urlsplit(str(lead.locator("tbody th a").first.get_attribute("href"))).path
    lead.goto(f"{LIST}?state=submitted")
    other = urlsplit(str(lead.locator("tbody th a").first.get_attribute("href"))).path
    return (
        Place("signatory", one),
        Place("reason to hold", f"{one}/reason?action=hold"),
        Place("reason to remove", f"{one}/reason?action=reject"),
        Place("repair", f"{one}/repair"),
        Place("correct", f"{one}/correct"),
        Place("signatory, not confirmed", other),
        Place("mend an address", f"{other}/address"),
        Place("mend an address with errors", f"{other}/address", pressed=("main form .button",)),
    )


def _of_run(lead: Page) -> Place:
    """Take one signatory off the list as if they were many, and put it back; return that page."""
    lead.goto(f"/desk/papers/{people.CALL}/signatories?state=published")
    lead.locator('tbody [name="id"]').last.check()
    lead.locator('button[value="reject"]').click()
    lead.locator('[name="note"]').fill("To be looked at.")
    lead.locator('main form button[value="reject"]').click()
    lead.wait_for_url("**/decisions/*")
    path = urlsplit(lead.url).path
    undo = lead.locator('main form[action$="/undo"] button')
    while not undo.count():
        lead.wait_for_timeout(100)
        lead.goto(path)
    undo.click()
    return Place("about many, done", path)


def _of_lists(lead: Page) -> tuple[Place, ...]:
    """Hand sheets in; return the pages of one to be looked at, one brought in and one undone."""
    word = f"{secrets.token_hex(4)}.example.org"
    rows = [TITLES, ("", f"a@{word}"), (LONG_NAME, f"b@{word}", "Freedonia"), ("C", "c")]
    seen = handed_in(lead, rows)
    asked = handed_in(lead, [(*TITLES, "Work e-mail"), ("D", f"d@{word}", "France", f"e@{word}")])
    done = brought_in(lead, [TITLES, (f"House of {word}", f"f@{word}", "France")])
    undone = brought_in(lead, [TITLES, (f"Home of {word}", f"g@{word}", "France")])
    lead.locator("main details:has(form) summary").click()
    begun(lead, lead.locator('main form[action$="/undo"] button'))
    return (
        Place("import, to be looked at", seen),
        Place("import, two columns fit", asked),
        Place("import, done", done),
        Place("import, undone", undone),
    )


def handed_in(lead: Page, rows: Rows) -> str:
    """Hand a sheet in; return the path of the page that shows what it says."""
    lead.goto(f"{PAPER}/imports")
    sheet = {"name": "signatures.csv", "mimeType": "text/csv", "buffer": csv_file(rows)}
    lead.locator('main [name="file"]').set_input_files(sheet)
    lead.locator("main .choices-of-lead .button").click()
    lead.wait_for_url("**/imports/*")
    return urlsplit(lead.url).path


def brought_in(lead: Page, rows: Rows) -> str:
    """Bring a sheet in, for a lead to decide on; return the path of its page."""
    path = handed_in(lead, rows)
    lead.locator('main [name="lists_at_once"]').uncheck()
    begun(lead, lead.locator('main form[action$="/rows"] button'))
    return path


def begun(lead: Page, button: Locator) -> None:
    """Press what the worker does with a list, and look again until it has done it."""
    with lead.expect_navigation():
        button.click()
    again = lead.locator('main p > a[href*="/imports/"]')
    while again.count():
        lead.wait_for_timeout(100)
        again.click()
