"""Campaigns: founding, inviting, and the pages that show them."""

import re

import pytest
from flask import Flask
from sqlalchemy import update

from signon.access.roles import Role
from signon.audit import trail
from signon.campaigns import queries, service
from signon.campaigns.models import ACCENT, Campaign
from signon.campaigns.service import CampaignDraft
from signon.extensions import db
from signon.kernel import colours
from signon.site import changes
from signon.transaction import command
from tests.factories import a_campaign, a_paper
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database

OPEN_DOORS = ("--campaign", "open-doors")
CREATE = ("campaigns", "create", "--title", "Open doors")


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "Open\ndoors"])
def test_a_name_that_cannot_stand_in_a_masthead_is_refused_in_one_line(
    app: Flask, name: str
) -> None:
    a_campaign("closed-doors")
    contact = ("--contact", "doors@example.org")
    for words in (
        ("create", "open-doors", "--title", name, "--host", "Doors", *contact),
        ("create", "open-doors", "--title", "Open doors", "--host", name or " ", *contact),
        ("set", "closed-doors", "--host", name),
    ):
        code, said = run(app, "campaigns", *words)
        assert (code, said.count("\n")) == (1, 1)
        assert "200 characters" in said
    assert [one.slug for one in queries.all_campaigns("en")] == ["closed-doors"]


def test_the_first_campaign_and_its_lead_need_no_browser(app: Flask, client: Browser) -> None:
    made = run(app, *CREATE, "open-doors", "--contact", "doors@example.org")
    code, link = run(
        app, "leads", "invite", "ada@example.org", "--campaign", "open-doors", "--role", "owner"
    )
    path = re.sub(r"^https?://[^/]+", "", link.strip())

    client.send(path, {"password": "four quiet words here"})
    fields = {"email": "ada@example.org", "password": "four quiet words here"}
    answer = client.send("/desk/sign-in", fields)

    assert (made[0], code) == (0, 0)
    assert answer.status_code == 303
    assert "Open doors" in client.get("/desk/").text


def test_a_role_is_taken_away_by_a_command(app: Flask, client: Browser) -> None:
    desk.sign_in(client, Role.OWNER)
    leaving = desk.sign_in(Browser(app, app.response_class), Role.EDITOR)
    assert leaving.get("/desk/").status_code == 200

    code, said = run(app, "leads", "revoke", "Editor@open-doors.example.org", *OPEN_DOORS)

    assert (code, said.strip()) == (
        0,
        "Editor@open-doors.example.org has no role in open-doors any more.",
    )
    assert leaving.get("/desk/").location == "/desk/sign-in?next=/desk/"
    assert client.get("/desk/").status_code == 200
    assert run(app, "leads", "list", *OPEN_DOORS) == (
        0,
        "owner@open-doors.example.org\towner\tpassword set\n",
    )


def test_a_campaign_keeps_its_last_owner(app: Flask, client: Browser) -> None:
    desk.sign_in(client, Role.OWNER)

    for words in (["revoke"], ["invite", "--role", "viewer"]):
        code, said = run(app, "leads", *words, "owner@open-doors.example.org", *OPEN_DOORS)
        assert (code, said.count("\n")) == (1, 1)
        assert "A campaign needs an owner." in said
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "arguments",
    [
        (*CREATE, "Open Doors", "--contact", "doors@example.org"),
        (*CREATE, "open-doors", "--contact", "doors@example.org"),
        (*CREATE, "more-doors"),
        (*CREATE, "more-doors", "--contact", ""),
        (*CREATE, "more-doors", "--contact", "nobody"),
        (*CREATE, "more-doors", "--contact", "a@x.org, b@x.org"),
        (*CREATE, "more-doors", "--contact", "http://doors.example.org"),
        (*CREATE, "more-doors", "--contact", "javascript:alert(1)"),
        ("campaigns", "set", "nothing", "--contact", "doors@example.org"),
        ("campaigns", "set", "open-doors", "--contact", ""),
        ("campaigns", "set", "open-doors", "--accent", "red"),
        ("campaigns", "imprint", "open-doors", "/nonexist"),
        ("leads", "invite", "nobody", "--campaign", "open-doors", "--role", "owner"),
        ("leads", "invite", "ü@example.org"),
        ("leads", "invite", "ü@example.org", *OPEN_DOORS, "--role", "owner"),
        ("leads", "invite", "a@x.org, b@x.org", *OPEN_DOORS, "--role", "owner"),
        ("leads", "invite", "ada@example.org", "--campaign", "nothing", "--role", "owner"),
        ("leads", "revoke", "ada@example.org", *OPEN_DOORS),
        ("leads", "revoke", "no\x1b[31mbody\x00", *OPEN_DOORS),
        ("leads", "revoke", "ada@example.org", "--campaign", "nothing"),
        ("leads", "list", "--campaign", "nothing"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(app: Flask, arguments: tuple[str, ...]) -> None:
    a_campaign()

    code, output = run(app, *arguments)

    assert code == 1
    assert output.startswith("Error: ")
    assert output.count("\n") == 1
    assert "\x1b" not in output


def test_a_colour_that_is_too_pale_is_refused_with_its_contrast(app: Flask) -> None:
    a_campaign()

    code, output = run(app, "campaigns", "set", "open-doors", "--accent", "#888888")

    assert code == 1
    assert "the contrast of #888888 on white is 3.54 to 1, and 4.5 to 1 is the least" in output
    assert queries.campaign_by_slug("open-doors").accent == ACCENT


@pytest.mark.parametrize("colour", ["#000000", "#1f4e79", "#767676", "#0000ff", "#7A1F2B"])
def test_an_accent_is_readable_on_both_grounds(app: Flask, client: Browser, colour: str) -> None:
    a_campaign()

    assert run(app, "campaigns", "set", "open-doors", "--accent", colour)[0] == 0

    colour = colour.lower()
    assert f"/accent/{colour[1:]}.css" in client.get("/en/campaigns/open-doors").text
    assert colours.contrast(colour, colours.WHITE) >= 4.5
    assert colours.contrast(colours.for_dark(colour), colours.DARK) >= 4.5


def test_a_host_may_be_asked_at_a_mailbox_or_on_a_page(app: Flask) -> None:
    a_campaign(contact="doors@example.org")
    assert queries.campaign_by_slug("open-doors").contact == "doors@example.org"

    run(app, "campaigns", "set", "open-doors", "--contact", "https://doors.example.org/contact")

    assert queries.campaign_by_slug("open-doors").contact == "https://doors.example.org/contact"
    page = a_paper()
    assert (page.reply_to, page.campaign_contact.startswith("https")) == ("", True)


@pytest.mark.usefixtures("app")
def test_what_changed_of_a_host_is_in_the_trail_and_its_contact_is_not(app: Flask) -> None:
    campaign = a_campaign()

    run(app, "campaigns", "set", "open-doors", "--contact", "doors@example.org", "--host", "Doors")

    last = trail.history(campaign.public_id)[-1]
    assert (last.action, last.details) == ("change_campaign", {"what": "contact, host"})


def test_a_campaign_without_contact_is_listed_and_opens_no_paper(app: Flask) -> None:
    a_paper(state="draft")
    without_contact()

    listed = run(app, "campaigns", "list")
    code, output = run(app, "papers", "open", "ten-doors")

    assert "NO CONTACT" in listed[1]
    assert (code, "has no contact yet" in output) == (1, True)
    run(app, "campaigns", "set", "open-doors", "--contact", "doors@example.org")
    assert "NO CONTACT" not in run(app, "campaigns", "list")[1]
    assert run(app, "papers", "open", "ten-doors")[0] == 0


def test_leads_are_told_that_nobody_can_ask_their_host(app: Flask, client: Browser) -> None:
    desk.sign_in(client, Role.VIEWER)
    assert "has no contact yet" not in client.get("/desk/").text

    without_contact()

    assert "The host of this campaign has no contact yet" in client.get("/desk/").text


@command
def without_contact() -> None:
    """Leave a campaign as it was founded before a contact was required."""
    db.session.execute(update(Campaign).values(contact=""))
    changes.note("campaign", a_campaign().id)


def test_a_campaign_speaks_the_readers_language_and_else_english(app: Flask) -> None:
    a_campaign()

    assert queries.campaign_by_slug("open-doors", "ar").title == "أبواب مفتوحة"
    assert queries.campaign_by_slug("open-doors", "fr").title == "Open doors"


def test_the_front_page_shows_campaigns_and_their_papers(client: Browser) -> None:
    a_paper()
    a_paper("draft-doors", state="draft")

    page = client.get("/en/").text

    assert "Open doors" in page
    assert "/en/papers/ten-doors" in page
    assert "draft-doors" not in page


@pytest.mark.parametrize(
    ("colour", "status"),
    [("7a1f2b", 200), ("ffff00", 422), ("zzzzzz", 422), ("7a1f2b}body", 422), ("7A1F2B", 422)],
)
@on_one_database
def test_only_a_legible_colour_becomes_a_style_sheet(
    client: Browser, colour: str, status: int
) -> None:
    assert client.get(f"/accent/{colour}.css").status_code == status


def test_titles_come_in_the_readers_language_in_ours_or_in_the_first(app: Flask) -> None:
    drafts = {
        "both": (("fr", "Portes", "."), ("en", "Doors", ".")),
        "french": (("fr", "Toits", "."), ("es", "Tejados", ".")),
    }
    for slug, texts in drafts.items():
        service.create(
            CampaignDraft(slug, "Network", texts, contact="host@example.org"), actor="lead"
        )
    keys = [queries.campaign_by_slug(slug).id for slug in drafts]

    assert list(queries.titles(keys, "fr").values()) == [("Portes", "fr"), ("Toits", "fr")]
    assert list(queries.titles(keys, "ar").values()) == [("Doors", "en"), ("Toits", "fr")]
    assert queries.titles([], "fr") == {}
