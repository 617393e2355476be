"""From an empty installation to a campaign: one command, then the browser."""

from flask import Flask

from tests.access.leads import link_in, mails
from tests.factories import a_campaign
from tests.support import desk
from tests.support.clients import Browser

FIRST = "lead@example.org"


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=words)
    return result.exit_code, result.output.strip()


def test_an_empty_installation_says_how_to_begin(client: Browser) -> None:
    page = client.get("/en/")
    assert "leads invite" in page.text
    a_campaign()

    assert "leads invite" not in client.get("/en/").text


def test_one_command_leads_to_a_campaign_in_the_browser(app: Flask, client: Browser) -> None:
    code, link = run(app, "leads", "invite", FIRST)
    assert code == 0
    assert link.removeprefix("http://signon.test") == link_in(mails()[-1])
    assert mails()[-1].subject == "You may create campaigns"

    client.send(link.removeprefix("http://signon.test"), {"password": desk.PASSWORD})
    client.send("/desk/sign-in", {"email": FIRST, "password": desk.PASSWORD})
    assert "Create a campaign" in client.get("/desk/").text
    typed = {
        "title_en": "First",
        "host": "We",
        "contact": FIRST,
        "accent": "#114477",
        "time_zone": "UTC",
    }
    assert client.send("/desk/campaigns/new", typed).status_code == 303

    assert "First" in client.get("/desk/").text
    assert client.get("/desk/campaigns/first/papers/new").status_code == 200


def test_somebody_with_a_password_is_told_and_keeps_it(app: Flask, client: Browser) -> None:
    desk.sign_in(client)

    code, said = run(app, "leads", "invite", "owner@open-doors.example.org")

    assert (code, said) == (0, "http://signon.test/desk/")
    assert client.get("/desk/campaigns/new").status_code == 200


def test_a_role_and_the_right_can_come_together(app: Flask) -> None:
    a_campaign()
    words = ("--campaign", "open-doors", "--role", "viewer", "--create-campaigns")

    assert run(app, "leads", "invite", FIRST, *words)[0] == 0

    assert [mail.subject for mail in mails()] == [
        "You may create campaigns",
        "You are invited to work on: Open doors",
    ]


def test_half_an_invitation_is_refused(app: Flask) -> None:
    a_campaign()

    for words in (("--campaign", "open-doors"), ("--role", "owner")):
        assert run(app, "leads", "invite", FIRST, *words) == (
            1,
            "Error: --campaign and --role go together.",
        )
    assert run(app, "leads", "revoke", FIRST)[0] == 1
