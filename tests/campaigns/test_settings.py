"""Leads create a campaign and change what its pages say of it, without a shell."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from signon.access import grants
from signon.access import service as access
from signon.access.queries import leads_of
from signon.access.roles import Role
from signon.campaigns import queries
from signon.kernel import slugs
from tests.access.leads import trail
from tests.factories import a_campaign
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database

NEW = "/desk/campaigns/new"
ROOM = "/desk/campaigns/open-doors/settings"
FOUNDER = "founder@example.org"
TYPED = {
    "slug": "",
    "host": "An NGO",
    "contact": "office@ngo.example.org",
    "accent": "#7A1F2B",
    "time_zone": "UTC",
    "title_en": "Doors that open",
    "summary_en": "Why.\r\nAnd how.",
    "title_ar": "أبواب مفتوحة",
}


@pytest.fixture
def founder(client: Browser) -> Browser:
    link = grants.invite_founder(FOUNDER, language="en", invited_by="system")
    access.set_password(link.rsplit("/", 1)[1], desk.PASSWORD)
    answer = client.send("/desk/sign-in", {"email": FOUNDER, "password": desk.PASSWORD})
    assert answer.status_code == 303
    return client


def create(client: Browser, **fields: str) -> TestResponse:
    return client.send(NEW, {**TYPED, **fields})


def save(client: Browser, **fields: str) -> TestResponse:
    return client.send(ROOM, {**TYPED, **fields})


def campaigns() -> dict[str, str]:
    return {one.slug: one.title for one in queries.all_campaigns("en")}


def test_a_founder_creates_a_campaign_and_owns_it(founder: Browser) -> None:
    assert "You lead no campaign yet." in founder.get("/desk/").text

    answer = create(founder)

    assert answer.location == "/desk/"
    said = founder.get(answer.location).text
    assert "Created. You are its owner." in said
    assert 'href="/desk/campaigns/doors-that-open/papers/new"' in said  # what comes next
    assert founder.get("/desk/campaigns/doors-that-open/settings").status_code == 200
    made = queries.campaign_by_slug("doors-that-open", "ar")
    assert (made.title, made.host, made.accent) == ("أبواب مفتوحة", "An NGO", "#7a1f2b")
    assert queries.texts(made.id)["en"] == ("Doors that open", "Why.\nAnd how.")
    assert [(lead.email, lead.role) for lead in leads_of(made.id)] == [(FOUNDER, Role.OWNER)]
    assert founder.get("/desk/campaigns/doors-that-open/people").status_code == 200
    assert [action for action, _, _ in trail()][-2:] == ["create_campaign", "own"]
    assert "Doors that open" in founder.get("/en/campaigns/doors-that-open").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"slug": "open-doors"}, "This is free: open-doors-2"),
        ({"slug": "Open Doors"}, "cannot be a name in addresses"),
        ({"title_en": "Open doors", "title_ar": ""}, "This is free: open-doors-2"),
        ({"title_en": "!!!", "title_ar": ""}, "cannot be a name in addresses"),
        ({"title_en": "", "title_ar": " "}, "A campaign needs a title in at least one language."),
        ({"title_en": "x" * 201}, "Field cannot be longer than 200 characters."),
        ({"host": ""}, "Enter who hosts the campaign."),
        ({"host": " \n "}, "A title and a host need 1 to 200 characters"),
        ({"contact": "nobody"}, "A host needs a contact"),
        ({"contact": "http://ngo.example.org"}, "A host needs a contact"),
        ({"accent": "red"}, "Choose a darker colour, written like #7a1f2b"),
        ({"accent": "#ffee00"}, "the contrast of #ffee00 on white is 1.20 to 1"),
    ],
)
@on_one_database
def test_a_refused_campaign_keeps_what_was_typed(
    founder: Browser, fields: dict[str, str], words: str
) -> None:
    a_campaign()
    before = campaigns()

    answer = create(founder, **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert "Why.\nAnd how." in answer.text.replace("\r\n", "\n")
    assert campaigns() == before


def test_only_who_may_creates_campaigns(app: Flask, client: Browser) -> None:
    desk.sign_in(client)
    mark = {"csrf_token": client.mark(ROOM)}

    assert client.get(NEW).status_code == 404
    assert client.post(NEW, data={**TYPED, **mark}).status_code == 404
    assert list(campaigns()) == ["open-doors"]
    stranger = Browser(app, app.response_class)
    assert stranger.get(NEW).location == f"/desk/sign-in?next={NEW}"


def test_the_right_is_taken_away_at_once(app: Flask, founder: Browser) -> None:
    mark = {"csrf_token": founder.mark(NEW)}
    create(founder)

    result = app.test_cli_runner().invoke(args=["leads", "revoke", FOUNDER])

    assert result.output == f"{FOUNDER} may create no campaigns any more.\n"
    assert founder.get(NEW).status_code == 404
    assert founder.post(NEW, data={**TYPED, **mark}).status_code in (400, 404)
    assert founder.get("/desk/campaigns/doors-that-open/settings").status_code == 200


def test_an_editor_changes_everything_that_the_pages_say(client: Browser) -> None:
    desk.sign_in(client, Role.EDITOR)
    page = client.get(ROOM)
    assert 'value="Open doors"' in page.text

    answer = save(
        client,
        contact="https://ngo.example.org/ask",
        accent="#114477",
        imprint_fr="**Nous** répondons.",
    )

    assert answer.location == ROOM
    made = queries.campaign_by_slug("open-doors", "fr")
    assert (made.title, made.contact, made.accent) == (
        "Doors that open",
        "https://ngo.example.org/ask",
        "#114477",
    )
    assert "fr" not in queries.texts(made.id), "a language without a title is not one"
    assert "<strong>Nous</strong>" in client.get("/fr/campaigns/open-doors/imprint").text
    assert "**Nous** répondons." in client.get(ROOM).text
    save(client, imprint_fr=" ")
    assert queries.imprint(made.id, "fr") is None


def test_saving_what_stands_changes_and_notes_nothing(client: Browser) -> None:
    desk.sign_in(client)
    save(client, imprint_en="We.")
    before = len(trail())

    assert save(client, imprint_en="We.\r\n").status_code == 303

    assert len(trail()) == before


def test_the_name_in_addresses_stays(client: Browser) -> None:
    desk.sign_in(client)

    save(client, slug="other-doors", id="7", public_id="x", created_at="2001-01-01")

    assert campaigns() == {"open-doors": "Doors that open"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"accent": "#ffffff"}, "is 1.00 to 1"),
        ({"contact": "a@x.org, b@x.org"}, "A host needs a contact"),
        ({"title_en": "", "title_ar": ""}, "A campaign needs a title"),
        ({"imprint_en": "x" * 100_001}, "Field cannot be longer"),
    ],
)
def test_a_refused_change_changes_nothing(
    client: Browser, fields: dict[str, str], words: str
) -> None:
    desk.sign_in(client)
    before, noted = queries.campaign_by_slug("open-doors"), len(trail())

    answer = save(client, **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert queries.campaign_by_slug("open-doors") == before
    assert len(trail()) == noted


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR, Role.EXPORTER, Role.MODERATOR])
def test_lower_roles_find_no_settings(client: Browser, role: Role) -> None:
    desk.sign_in(client, role)

    assert client.get(ROOM).status_code == 404
    assert client.post(ROOM, data=TYPED).status_code == 404
    assert campaigns() == {"open-doors": "Open doors"}


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Doors that open", "doors-that-open"),
        ("L’Été à Genève", "lete-a-geneve"),
        ("Двери", "dveri"),
        ("!!!", ""),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_title_suggests_a_name(title: str, slug: str) -> None:
    assert slugs.suggested(title) == slug
    if slug:
        slugs.require(slug)
        slugs.require(next(slugs.variants(slug)))
