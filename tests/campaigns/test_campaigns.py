"""Campaigns: founding, inviting, and the pages that show them."""

import re

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.campaigns import queries, service
from signon.campaigns.service import CampaignDraft
from tests.factories import a_campaign, a_paper
from tests.support import desk
from tests.support.clients import Browser

OPEN_DOORS = ("--campaign", "open-doors")


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output


def test_the_first_campaign_and_its_lead_need_no_browser(app: Flask, client: Browser) -> None:
    made = run(app, "campaigns", "create", "open-doors", "--title", "Open doors")
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
        ("campaigns", "create", "Open Doors", "--title", "x"),
        ("campaigns", "create", "open-doors", "--title", "x"),
        ("campaigns", "create", "more-doors", "--title", "x", "--contact", "nobody"),
        ("leads", "invite", "nobody", "--campaign", "open-doors", "--role", "owner"),
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
        service.create(CampaignDraft(slug, "Network", texts), actor="lead")
    keys = [queries.campaign_by_slug(slug).id for slug in drafts]

    assert list(queries.titles(keys, "fr").values()) == [("Portes", "fr"), ("Toits", "fr")]
    assert list(queries.titles(keys, "ar").values()) == [("Doors", "en"), ("Toits", "fr")]
    assert queries.titles([], "fr") == {}
