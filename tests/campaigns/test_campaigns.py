"""Campaigns: founding, inviting, and the pages that show them."""

import re

import pytest
from flask import Flask

from signon.campaigns import queries
from tests.factories import a_campaign, a_paper
from tests.support.clients import Browser


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


@pytest.mark.parametrize(
    "arguments",
    [
        ("campaigns", "create", "Open Doors", "--title", "x"),
        ("campaigns", "create", "open-doors", "--title", "x"),
        ("leads", "invite", "nobody", "--campaign", "open-doors", "--role", "owner"),
        ("leads", "invite", "ada@example.org", "--campaign", "nothing", "--role", "owner"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(app: Flask, arguments: tuple[str, ...]) -> None:
    a_campaign()

    code, output = run(app, *arguments)

    assert code == 1
    assert output.startswith("Error: ")
    assert "Traceback" not in output


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
