"""Whom to ask about a campaign, and what is kept of whoever signs: said on every page, and true."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from signon.extensions import db
from signon.papers import service as papers
from tests.campaigns.test_campaigns import run, without_contact
from tests.factories import a_campaign, a_paper, an_endorsement
from tests.support.clients import Browser

CAMPAIGN = "/en/campaigns/open-doors"
IMPRINT, PRIVACY = f"{CAMPAIGN}/imprint", f"{CAMPAIGN}/privacy"


def write(app: Flask, folder: Path, text: str, *more: str) -> tuple[int, str]:
    file = folder / "imprint.md"
    file.write_text(text, encoding="utf-8")
    return run(app, "campaigns", "imprint", "open-doors", str(file), *more)


def test_every_page_of_a_campaign_leads_to_its_imprint_and_privacy(client: Browser) -> None:
    entry = an_endorsement(a_paper())
    pages = ("", "/endorse", "/signatories", f"/signatories/{entry.public_id}", "/changes")

    for path in (CAMPAIGN, *(f"/en/papers/ten-doors{page}" for page in pages)):
        page = client.get(path)
        assert (page.status_code, IMPRINT in page.text, PRIVACY in page.text) == (200, True, True)


@pytest.mark.parametrize("path", ["/en/", "/en/confirm", "/en/space", "/en/nothing"])
def test_every_other_page_leads_to_who_answers_for_what(client: Browser, path: str) -> None:
    a_paper()

    assert "/en/about" in client.get(path).text
    about = client.get("/en/about").text
    assert all(said in about for said in ("Doors Network", IMPRINT, PRIVACY, "doors.example.org"))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_host_and_contact_stand_on_the_pages_in_every_language(
    client: Browser, language: str
) -> None:
    a_campaign(contact="doors@example.org")

    for name in ("imprint", "privacy"):
        page = client.get(f"/{language}/campaigns/open-doors/{name}").text
        assert "Doors Network" in page
        assert 'href="mailto:doors@example.org"' in page
    assert client.get("/en/campaigns/nothing/imprint").status_code == 404
    assert client.get("/en/campaigns/nothing/privacy").status_code == 404


def test_a_campaign_of_before_says_that_it_has_no_contact(client: Browser) -> None:
    a_campaign()
    assert "no contact" not in client.get(IMPRINT).text
    without_contact()

    for path in (IMPRINT, PRIVACY, "/en/about"):
        assert "This host has not named a contact yet." in client.get(path).text


def test_the_host_adds_words_of_its_own_and_takes_them_away(
    app: Flask, client: Browser, tmp_path: Path
) -> None:
    a_campaign()
    write(app, tmp_path, "## Doors e.V.\n\nGate 1 <script>x()</script>")
    write(app, tmp_path, "Portes, rue 2", "--language", "fr")

    assert 'lang="en" dir="ltr"' in client.get(IMPRINT.replace("/en/", "/ar/")).text
    assert "Doors e.V." in client.get(IMPRINT).text
    assert "<script>x" not in client.get(IMPRINT).text
    assert "Portes, rue 2" in client.get(IMPRINT.replace("/en/", "/fr/")).text

    assert write(app, tmp_path, "")[1] == "The imprint of open-doors is empty: en.\n"
    assert "Doors e.V." not in client.get(IMPRINT).text
    assert write(app, tmp_path, "x " * 300_000)[0] == 1


def test_what_is_promised_about_retention_is_what_the_paper_does(client: Browser) -> None:
    a_paper("closing", closes_at=datetime(2030, 1, 31, 23, tzinfo=UTC), retention_months=3)
    midnight = datetime(2030, 9, 1, 4, tzinfo=UTC)  # in New York
    a_paper("abroad", closes_at=midnight, retention_months=1, time_zone="America/New_York")
    a_paper("open-end", retention_months=7)
    a_paper("not-yet", state="draft")

    page = client.get(PRIVACY).text
    assert "kept until 30 April 2030" in page
    assert "kept until 30 September 2030" in page
    assert "kept until 7 months after it closes" in page
    assert "not-yet" not in page

    papers.set_rules("open-end", actor="system", closes_at=datetime(2031, 1, 31, tzinfo=UTC))
    assert "kept until 7 months after it closes" not in client.get(PRIVACY).text


def test_the_cookies_of_the_site_are_named_as_they_are_set(app: Flask, client: Browser) -> None:
    a_paper()

    page = client.get(PRIVACY)

    assert "Set-Cookie" not in page.headers
    form = client.get("/en/papers/ten-doors/endorse").headers["Set-Cookie"]
    assert form.partition("=")[0] == app.config["SESSION_COOKIE_NAME"]
    assert f"sets one cookie, {app.config['SESSION_COOKIE_NAME']}." in page.text
    assert "expires" not in form.lower()
    assert "max-age" not in form.lower()


def test_a_kept_page_follows_the_contact(app: Flask, client: Browser) -> None:
    a_campaign()
    before = client.get(IMPRINT)
    assert client.get(IMPRINT, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304

    run(app, "campaigns", "set", "open-doors", "--contact", "https://new.example.org")

    db.session.rollback()
    for path in (IMPRINT, PRIVACY, "/en/about"):
        assert "https://new.example.org/" in client.get(path).text
