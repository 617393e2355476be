"""Owners invite people, give them another role, and take it away, without a shell."""

import re

import pytest
from flask import Flask

from signon.access.queries import leads_of
from signon.access.roles import Role
from tests.access.leads import link_in, mails
from tests.factories import a_campaign
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database

ROOM = "/desk/campaigns/open-doors/people"
BO = "bo@ngo.example.org"
INVITED = {"role": "editor", "language": "en"}


def people() -> dict[str, tuple[str, bool]]:
    leads = leads_of(a_campaign().id)
    return {lead.email: (lead.role.value, lead.has_password) for lead in leads}


def id_of(email: str) -> str:
    return next(lead.public_id for lead in leads_of(a_campaign().id) if lead.email == email)


def send(client: Browser, path: str, **fields: str) -> int:
    mark = {"csrf_token": client.mark(ROOM)}
    return client.post(f"{ROOM}{path}", data={**mark, **fields}).status_code


def invite(client: Browser, **fields: str) -> int:
    return send(client, "", **{"email": BO, "role": "translator", "language": "ar", **fields})


def another(app: Flask, role: Role) -> Browser:
    return desk.sign_in(Browser(app, app.response_class), role)


def test_an_owner_invites_somebody_who_comes(app: Flask, client: Browser) -> None:
    desk.sign_in(client)

    assert invite(client) == 303

    assert people()[BO] == ("translator", False)
    assert mails()[-1].language == "ar"
    guest = Browser(app, app.response_class)
    guest.send(link_in(mails()[-1]), {"password": desk.PASSWORD})
    answer = guest.send("/desk/sign-in", {"email": BO, "password": desk.PASSWORD})
    assert answer.status_code == 303
    assert people()[BO] == ("translator", True)
    assert guest.get("/desk/").status_code == 200
    assert guest.get(ROOM).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": ""}, "Enter an e-mail address."),
        ({"email": "nobody"}, "This is not an e-mail address that can be written to."),
        ({"email": "a@x.org, b@x.org"}, "This is not an e-mail address"),
        ({"email": "ü@example.org"}, "This is not an e-mail address"),
        ({"email": "Owner@open-doors.example.org"}, "has a role here already"),
        ({"role": ""}, "Choose a role."),
        ({"role": "king"}, "Choose a role."),
        ({"language": "de"}, "Choose a language."),
    ],
)
@on_one_database
def test_a_refused_invitation_keeps_what_was_typed(
    client: Browser, fields: dict[str, str], words: str
) -> None:
    desk.sign_in(client)
    before, sent = people(), len(mails())
    typed = {"email": BO, "role": "editor", "language": "fr", **fields}

    answer = client.post(ROOM, data={"csrf_token": client.mark(ROOM), **typed})

    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{typed["email"]}"' in answer.text
    assert "language" in fields or re.search(r'value="fr"[^>]* selected', answer.text)
    assert (people(), len(mails())) == (before, sent)


def test_an_owner_gives_another_role_and_takes_it_away(app: Flask, client: Browser) -> None:
    leaving = another(app, Role.EDITOR)
    desk.sign_in(client)
    email = "editor@open-doors.example.org"

    assert send(client, f"/{id_of(email)}/role", role="exporter") == 303
    assert people()[email] == ("exporter", True)
    assert leaving.get("/desk/papers/ten-doors/dates").status_code == 404

    assert send(client, f"/{id_of(email)}/removal") == 303
    assert email not in people()
    assert leaving.get("/desk/").location == "/desk/sign-in?next=/desk/"


def test_an_invitation_is_sent_again_or_taken_back(app: Flask, client: Browser) -> None:
    desk.sign_in(client)
    invite(client)
    first = link_in(mails()[-1])

    assert send(client, f"/{id_of(BO)}/invitation") == 303
    second = link_in(mails()[-1])
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert send(client, f"/{id_of(BO)}/removal") == 303

    assert client.get(second).status_code == 410
    assert BO not in people()


def test_the_last_owner_stays_and_reads_why(client: Browser) -> None:
    desk.sign_in(client)
    me = id_of("owner@open-doors.example.org")

    for path, fields in ((f"/{me}/removal", {}), (f"/{me}/role", {"role": "viewer"})):
        mark = {"csrf_token": client.mark(ROOM)}
        answer = client.post(f"{ROOM}{path}", data={**mark, **fields})
        assert answer.status_code == 409
        assert "A campaign needs an owner." in answer.text
    assert people() == {"owner@open-doors.example.org": ("owner", True)}


def test_an_owner_leaves_when_there_is_another(app: Flask, client: Browser) -> None:
    desk.sign_in(client)
    invite(client, role="owner")

    assert send(client, f"/{id_of('owner@open-doors.example.org')}/removal") == 303

    assert client.get("/desk/").location == "/desk/sign-in?next=/desk/"
    assert people() == {BO: ("owner", False)}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_nobody_but_owners_sees_or_changes_people(app: Flask, client: Browser, role: Role) -> None:
    desk.sign_in(client)
    invite(client)
    stranger = another(app, role)
    before = people()
    mark = {"csrf_token": stranger.mark("/desk/"), "role": "owner"}

    assert stranger.get(ROOM).status_code == 404
    for path in ("", f"/{id_of(BO)}/role", f"/{id_of(BO)}/removal", f"/{id_of(BO)}/invitation"):
        assert stranger.post(f"{ROOM}{path}", data=mark).status_code == 404
    assert people() == before


def test_an_owner_of_another_campaign_changes_nothing_here(app: Flask, client: Browser) -> None:
    desk.sign_in(client)
    invite(client)
    before = people()
    other = desk.sign_in(Browser(app, app.response_class), campaign="closed-doors")
    theirs = "/desk/campaigns/closed-doors/people"
    mark = {"csrf_token": other.mark(theirs), "role": "owner"}

    assert other.get(ROOM).status_code == 404
    for path in ("role", "removal", "invitation"):
        assert other.post(f"{theirs}/{id_of(BO)}/{path}", data=mark).status_code == 404
    assert people() == before


def rows_of(page: str, email: str) -> str:
    [row] = [row for row in page.split('role="row"') if f">{email}</bdi>" in row]
    names = re.sub(r'[\w-]+="[^"]*"', "", row)
    return names.replace(email, "…")


def test_who_invites_does_not_learn_whether_an_address_has_a_password(
    app: Flask, client: Browser
) -> None:
    known = "owner@closed-doors.example.org"
    other = desk.sign_in(Browser(app, app.response_class), campaign="closed-doors")
    desk.sign_in(client)

    answers = [
        client.post(ROOM, data={"csrf_token": client.mark(ROOM), **INVITED, "email": email})
        for email in (BO, known)
    ]

    page = client.get(ROOM).text
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, ROOM)] * 2
    assert rows_of(page, BO) == rows_of(page, known)
    assert [mail.subject for mail in mails()[-2:]] == [
        "You are invited to work on: Open doors",
        "Your role in: Open doors",
    ]
    assert send(client, f"/{id_of(known)}/invitation") == 303
    assert mails()[-1].subject == "Your role in: Open doors"

    other.post("/desk/sign-out", data={"csrf_token": other.mark("/desk/")})
    other.send("/desk/sign-in", {"email": known, "password": desk.PASSWORD})
    page = client.get(ROOM).text
    assert "has not come yet" not in rows_of(page, known)
    assert "has not come yet" in rows_of(page, BO)


def test_the_desk_does_not_ask_whether_one_has_signed(client: Browser) -> None:
    desk.sign_in(client)

    assert "Signed already?" not in client.get(ROOM).text
    assert "Signed already?" in client.get("/en/campaigns/open-doors").text
