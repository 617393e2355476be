"""Every page that somebody can come to, so that each of them can be looked at in turn."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.support import people
from tests.support.browser import Windows

WAITING = "waiting@lighthouse.example.org"
LISTED = "listed@lighthouse.example.org"
CHALLENGER = "challenger.sample@gmail.com"
"""Nobody's own mailbox, so that what it says stays between it and the leads."""

LONG_NAME = (
    "Interessengemeinschaft der Donaudampfschifffahrtsgesellschaftskapitänswitwenversorgungskassen "
    "und Freundinnen des Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch"
)
LONG_SITE = (
    "https://the-longest-address-that-anybody-ever-registered-for-a-site.example.org/and/more"
)
"""Words without a place to break, which nothing may be wider for."""


@dataclass(frozen=True)
class Place:
    """A page: how it is called here, where it is, and whether its empty form has been sent.

    `pressed` is what is pressed there, one after the other; the last one leads to the page.
    """

    name: str
    path: str
    sent: bool = False
    pressed: tuple[str, ...] = ()

    def visit(self, page: Page, language: str) -> None:
        """Go there in a language."""
        page.goto(self.path.format(language=language))
        if self.sent:
            with page.expect_navigation():
                people.press(page)
        for selector in self.pressed[:-1]:
            page.locator(selector).click()
        for selector in self.pressed[-1:]:
            with page.expect_navigation():
                page.locator(selector).click()


PAPER = f"/{{language}}/papers/{people.PAPER}"
LIST = f"{PAPER}/signatories"
READING = (
    Place("home", "/{language}/"),
    Place("campaign", "/{language}/campaigns/migreurop"),
    Place("imprint", "/{language}/campaigns/migreurop/imprint"),
    Place("privacy", "/{language}/campaigns/migreurop/privacy"),
    Place("about", "/{language}/about"),
    Place("paper", PAPER),
    Place("list", LIST),
    Place("list by country", f"{LIST}?group=country"),
    Place("list by kind", f"{LIST}?group=kind"),
    Place("list searched", f"{LIST}?q=donau"),
    Place("list narrowed", f"{LIST}?country=BE&kind=ngo"),
    Place("list without a match", f"{LIST}?q=nobodyiscalledthis"),
    Place(
        "list of individuals", f"/{{language}}/papers/{people.CALL}/signatories?capacity=individual"
    ),
    Place("changes", f"{PAPER}/changes"),
    Place("no such page", "/{language}/nowhere"),
    Place("priorities", f"{PAPER}/priorities"),
)
SIGNING = (
    Place("form", f"{PAPER}/endorse"),
    Place("form for both", f"/{{language}}/papers/{people.CALL}/endorse"),
    Place("form with errors", f"/{{language}}/papers/{people.CALL}/endorse", sent=True),
    Place("neutral page", f"{PAPER}/look-into-your-mailbox"),
    Place("code", "/{language}/confirm"),
    Place("code with error", "/{language}/confirm", sent=True),
    Place("again", "/{language}/confirm/again"),
    Place("again, sent", "/{language}/confirm/again/sent"),
    Place("unusable link", "/{language}/confirm/confirm.endorsement.broken"),
    Place("mailbox", "/mailbox"),
    Place("neutral page of a challenge", f"{PAPER}/challenge/look-into-your-mailbox"),
    Place("challenge received", f"{PAPER}/challenge/received"),
    Place("unusable link of a notice", "/{language}/did-not-sign/broken"),
    Place("network", f"{PAPER}/endorse/network"),
    Place("network, sent", f"{PAPER}/endorse/network/look-into-your-mailbox"),
    Place("network, received", f"{PAPER}/endorse/network/received"),
)
DOOR = (
    Place("sign in", "/desk/sign-in"),
    Place("sign in with errors", "/desk/sign-in", sent=True),
    Place("password forgotten", "/desk/password/forgotten"),
    Place("password asked for", "/desk/password/asked"),
)


def mailed(windows: Windows) -> tuple[Place, ...]:
    """Return the pages that begin in a mail; signs twice to get there."""
    page = windows.open("en")
    long = {"organisation_name": LONG_NAME, "website": LONG_SITE, "statement": LONG_NAME}
    people.endorse(page, **long, email=LISTED)
    people.confirm(page, LISTED)
    thanks = _place("thank you", page.url)
    people.read_mail(page, LISTED)
    confirmed = _place("already confirmed", people.link_in_mail(page, "confirm"))

    long["organisation_name"] = f"{LONG_NAME} II"
    people.endorse(page, **long, email=WAITING)
    people.read_mail(page, WAITING)
    links = {kind: people.link_in_mail(page, kind) for kind in ("confirm", "not-us")}
    mail = Place("mail", urlsplit(page.url).path)
    asked = (_place("confirm", links["confirm"]), _place("not us", links["not-us"]))
    return (thanks, confirmed, *asked, mail, *challenged(page, thanks))


def challenged(page: Page, thanks: Place) -> tuple[Place, ...]:
    """Return the pages about one entry; says once that it is wrong, to get there."""
    entry = f"{LIST}/{thanks.path.rpartition('entry=')[2]}"
    form = f"{entry}/challenge"
    page.goto(form.format(language="en"))
    person = {"representative_name": "Bo Sample", "representative_role": LONG_NAME[:110]}
    said = {"explanation": LONG_NAME, "email": CHALLENGER, "authorised": True}
    people.fill_in(page, **{**person, **said})
    people.press(page)
    people.read_mail(page, CHALLENGER)
    confirm = people.link_in_mail(page, "confirm")
    page.goto(confirm)
    people.press(page)
    page.wait_for_url("**/challenge/received")
    places = (Place("entry", entry), Place("challenge", form))
    return (*places, Place("challenge with errors", form, sent=True))


def public(mailed: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return every page that somebody without an account can come to."""
    return (*READING, *SIGNING, *mailed, *DOOR)


def look_at(
    page: Page, language: str, places: tuple[Place, ...], look: Callable[[Page], list[str]]
) -> list[str]:
    """Visit every place and return what `look` finds fault with, each with its place."""
    faults: list[str] = []
    for place in places:
        place.visit(page, language)
        faults.extend(f"{language}, {place.name}: {fault}" for fault in look(page))
    return faults


def _place(name: str, url: str) -> Place:
    parts = urlsplit(url)
    path = parts.path.replace("/en/", "/{language}/", 1)
    return Place(name, f"{path}?{parts.query}" if parts.query else path)
