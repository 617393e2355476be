"""A small group signs in French, with scripts switched off, a slip on the way, and no link."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support import people
from tests.support.browser import Windows

pytestmark = pytest.mark.browser

NAME = "Association L’Échelle – Œuvre d’accueil"
ADDRESS = "bureau@echelle.example.org"


def test_everything_works_without_scripts(windows: Windows) -> None:
    group = windows.open("fr", java_script_enabled=False)

    it_forgets_the_country_and_mistypes_its_address(group)
    nothing_it_typed_is_lost(group)
    every_error_leads_to_its_field(group)
    it_puts_both_right(group)

    code = it_reads_the_code_in_the_mail(group)
    it_types_the_code_wrong(group)
    it_types_the_code(group, code)
    it_confirms(group)

    expect(people.on_list(group, NAME, "fr", people.CALL)).to_be_visible()


def it_forgets_the_country_and_mistypes_its_address(group: Page) -> None:
    people.open_form(group, "fr", people.CALL)
    people.fill_in(group, **people.FORM)
    people.fill_in(group, capacity="organisation", organisation_name=NAME, acronym="AÉ")
    people.fill_in(group, country="", statement="Nous y étions.\nNous y serons.")
    people.fill_in(group, email="bureau@echelle")
    people.press(group)


def nothing_it_typed_is_lost(group: Page) -> None:
    expect(group.get_by_role("alert")).to_be_visible()
    typed = {
        "organisation_name": NAME,
        "acronym": "AÉ",
        "statement": "Nous y étions.\nNous y serons.",
        "representative_name": "Ada Sample",
        "email": "bureau@echelle",
        "organisation_kind": "ngo",
    }
    for name, value in typed.items():
        expect(group.locator(f'main [name="{name}"]')).to_have_value(value)
    for name in ("authorised", "publish_consent"):
        expect(group.locator(f'main [name="{name}"]')).to_be_checked()
    expect(group.locator('[name="updates_consent"]')).not_to_be_checked()


def every_error_leads_to_its_field(group: Page) -> None:
    links = group.get_by_role("alert").get_by_role("link")
    expect(links).to_have_count(2)
    for name in ("country", "email"):
        field = group.locator(f'main [name="{name}"]')
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(r"\w"))
        group.get_by_role("alert").locator(f'a[href="#{name}"]').click()
        expect(field).to_be_focused()


def it_puts_both_right(group: Page) -> None:
    people.fill_in(group, country="FR", email=ADDRESS)
    people.press(group)
    group.wait_for_url("**/fr/papers/*/look-into-your-mailbox*")


def it_reads_the_code_in_the_mail(group: Page) -> str:
    people.read_mail(group, ADDRESS)
    code = people.code_in_mail(group)
    # The mail names the page for the code, and the link there leads to it.
    group.locator('main a[href$="/confirm"]').click()
    group.wait_for_url("**/fr/confirm")
    return code


def it_types_the_code_wrong(group: Page) -> None:
    people.fill_in(group, code="AAAA-AAAA-AAAA")
    people.press(group)
    expect(group.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#code")


def it_types_the_code(group: Page, code: str) -> None:
    people.fill_in(group, code=code.lower().replace("-", " "))
    people.press(group)
    group.wait_for_url("**/fr/confirm/*")


def it_confirms(group: Page) -> None:
    expect(group.locator("main")).to_contain_text(NAME)
    expect(group.locator("main")).to_contain_text("Nous y serons.")
    people.press(group)
    group.wait_for_url("**/fr/papers/*/thank-you?*")
    expect(people.line_of(group, NAME)).to_be_visible()
