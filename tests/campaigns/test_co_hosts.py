"""Co-hosts: a link that credits, people who see that and no contact, and an end."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access.guard import door_of
from signon.access.roles import Role
from signon.campaigns import queries
from signon.campaigns.queries import CoHosting
from signon.endorsements.models import Endorsement
from signon.extensions import db
from tests.access.leads import link_in, mails, trail
from tests.factories import FORM, a_campaign, a_paper, confirm
from tests.house.test_roles_elsewhere import path_of
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/campaigns/open-doors/co-hosts"
PAPER = "/en/papers/ten-doors"
BO = "bo@partner.example.org"


def co_hosts(campaign: str = "open-doors") -> list[CoHosting]:
    return queries.co_hosts(a_campaign(campaign).id)


def send(client: Browser, path: str = "", **fields: str) -> int:
    return client.post(ROOM + path, data={"csrf_token": client.mark(ROOM), **fields}).status_code


def add(client: Browser, name: str = "Partner") -> CoHosting:
    assert send(client, name=name) == 303
    return co_hosts()[-1]


def sign(client: Browser, via: str = "", **fields: str) -> Endorsement:
    """Sign as somebody who came by a link, by the pages alone."""
    shown = client.get(f"{PAPER}?via={via}").text
    found = re.search(r'href="([^"]*/endorse[^"]*)"', shown)
    assert found
    answer = client.send(
        found[1].replace("&amp;", "&"), {**hidden(client, found[1]), **FORM, **fields}
    )
    assert answer.status_code == 303
    db.session.rollback()
    newest = select(Endorsement).order_by(Endorsement.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def hidden(client: Browser, path: str) -> dict[str, str]:
    page = client.get(path.replace("&amp;", "&")).text
    return dict(re.findall(r'type="hidden" name="(via)" value="([^"]*)"', page))


def partner(app: Flask, owner: Browser, co_host: CoHosting) -> Browser:
    """Invite Bo for a co-host; return their browser, signed in."""
    assert send(owner, f"/{co_host.public_id}/people", email=BO, language="fr") == 303
    guest = Browser(app, app.response_class)
    guest.send(link_in(mails()[-1]), {"password": desk.PASSWORD})
    answer = guest.send("/desk/sign-in", {"email": BO, "password": desk.PASSWORD})
    assert answer.status_code == 303
    return guest


def test_what_comes_by_a_link_is_credited_and_counted(app: Flask, client: Browser) -> None:
    a_paper()
    owner = desk.sign_in(client)
    one, other = add(owner), add(owner, "Another")
    reader = Browser(app, app.response_class)

    row = sign(reader, one.code)
    plain = sign(reader, email="cy@other.example.org", organisation_name="Other")

    assert row.co_host_id == one.id
    assert plain.co_host_id is None
    assert "1 waits for its mailbox" in owner.get(ROOM).text
    confirm(row)
    page = owner.get(ROOM).text
    assert page.count("1 entry that came by this link is on the list.") == 1
    assert page.count("0 entries that came by this link are on the list.") == 1
    assert f"http://signon.test/papers/ten-doors?via={other.code}" in page


def test_the_form_says_by_whose_link_one_came(client: Browser) -> None:
    a_paper()
    one = add(desk.sign_in(client), "P<b>artner</b>")

    page = client.get(f"{PAPER}/endorse?via={one.code}").text

    assert "P&lt;b&gt;artner" in page
    assert "by the link of" not in client.get(f"{PAPER}/endorse").text


@pytest.mark.parametrize("via", ["", "nobody", "é", "a" * 5000, "' OR 1=1", "<b>", "../x"])
def test_a_link_that_nobody_has_credits_nobody(client: Browser, via: str) -> None:
    a_paper()
    add(desk.sign_in(client))

    assert client.get(PAPER, query_string={"via": via}).status_code == 200
    answer = client.send(f"{PAPER}/endorse", {**FORM, "via": via})

    assert answer.status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Endorsement)).one().co_host_id is None


def test_a_link_of_another_campaign_credits_nobody(app: Flask, client: Browser) -> None:
    a_paper()
    other = desk.sign_in(client, campaign="closed-doors")
    theirs = "/desk/campaigns/closed-doors/co-hosts"
    other.post(theirs, data={"csrf_token": other.mark(theirs), "name": "Theirs"})
    [code] = [one.code for one in co_hosts("closed-doors")]

    answer = Browser(app, app.response_class).send(f"{PAPER}/endorse", {**FORM, "via": code})

    assert answer.status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Endorsement)).one().co_host_id is None


def test_its_people_see_their_room_and_nothing_else(app: Flask, client: Browser) -> None:
    a_paper()
    owner = desk.sign_in(client)
    one = add(owner)
    sign(Browser(app, app.response_class), one.code)
    guest = partner(app, owner, one)
    assert mails()[-1].language == "fr"
    mark = {"csrf_token": guest.mark("/desk/")}
    before = len(trail())

    page = guest.get(f"/desk/co-hosts/{one.public_id}")
    assert page.status_code == 200
    assert one.code in page.text
    assert FORM["email"] not in page.text
    assert "Partner" in guest.get("/desk/").text
    answers = {}
    for rule in app.url_map.iter_rules():
        if isinstance(door_of(app.view_functions[rule.endpoint]), Role):
            for method in {"GET", "POST"} & (rule.methods or set()):
                path = path_of(rule) if rule.arguments else str(rule)
                answers[f"{method} {rule}"] = guest.open(path, method=method, data=mark).status_code

    assert len(answers) > 20
    assert {rule for rule, status in answers.items() if status != 404} == set()
    assert len(trail()) == before


def test_nobody_else_sees_a_co_hosts_room(app: Flask, client: Browser) -> None:
    a_paper()
    owner = desk.sign_in(client)
    one, other = add(owner), add(owner, "Another")
    guest = partner(app, owner, one)
    room = f"/desk/co-hosts/{other.public_id}"

    assert guest.get(room).status_code == 404
    assert guest.get("/desk/co-hosts/made-up").status_code == 404
    assert owner.get(room).status_code == 404, "an owner has a room with all of them"
    stranger = Browser(app, app.response_class)
    assert stranger.get(room).location == f"/desk/sign-in?next={room}"


def test_somebody_who_is_removed_is_out_at_once(app: Flask, client: Browser) -> None:
    a_paper()
    owner = desk.sign_in(client)
    one = add(owner)
    guest = partner(app, owner, one)
    found = re.search(r"/people/([^/]+)/removal", owner.get(ROOM).text)
    assert found

    assert send(owner, f"/{one.public_id}/people/{found[1]}/removal") == 303

    assert guest.get("/desk/").status_code == 303
    guest.send("/desk/sign-in", {"email": BO, "password": desk.PASSWORD})
    assert guest.get(f"/desk/co-hosts/{one.public_id}").status_code == 404
    assert send(owner, f"/{one.public_id}/people/{found[1]}/removal") == 404


def test_an_invitation_that_leads_nowhere_any_more_is_dead(client: Browser) -> None:
    owner = desk.sign_in(client)
    one = add(owner)
    send(owner, f"/{one.public_id}/people", email=BO, language="en")
    link = link_in(mails()[-1])

    assert send(owner, f"/{one.public_id}/end") == 303

    assert client.get(link).status_code == 410


def test_when_it_ends_people_are_out_and_its_credit_stays(app: Flask, client: Browser) -> None:
    a_paper()
    owner = desk.sign_in(client)
    one = add(owner)
    reader = Browser(app, app.response_class)
    before = sign(reader, one.code).id
    guest = partner(app, owner, one)

    assert send(owner, f"/{one.public_id}/end") == 303

    assert guest.get("/desk/").status_code == 303
    later = sign(reader, one.code, email="cy@other.example.org", organisation_name="Other")
    assert later.co_host_id is None
    assert db.session.get(Endorsement, before).co_host_id == one.id
    assert send(owner, f"/{one.public_id}/people", email=BO, language="en") == 404


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("", {"name": ""}, "Enter the name of the organisation."),
        ("", {"name": " \n "}, "A title and a host need 1 to 200 characters"),
        ("", {"name": "x" * 201}, "Field cannot be longer"),
        ("people", {"email": "", "language": "en"}, "Enter an e-mail address."),
        ("people", {"email": "nobody", "language": "en"}, "This is not an e-mail address"),
    ],
)
def test_a_refusal_says_why(client: Browser, path: str, fields: dict[str, str], words: str) -> None:
    owner = desk.sign_in(client)
    one = add(owner)
    where = f"{ROOM}/{one.public_id}/people" if path else ROOM

    answer = owner.post(where, data={"csrf_token": owner.mark(ROOM), **fields})

    assert answer.status_code == 422
    assert words in answer.text
    assert len(co_hosts()) == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_only_owners_see_to_co_hosts(app: Flask, client: Browser, role: Role) -> None:
    one = add(desk.sign_in(client))
    lead = desk.sign_in(Browser(app, app.response_class), role)
    mark = {"csrf_token": lead.mark("/desk/"), "name": "X", "email": BO, "language": "en"}

    assert lead.get(ROOM).status_code == 404
    for path in ("", f"/{one.public_id}/end", f"/{one.public_id}/people"):
        assert lead.post(ROOM + path, data=mark).status_code == 404
    assert co_hosts() == [one]


def test_an_owner_elsewhere_changes_nothing_here(app: Flask, client: Browser) -> None:
    one = add(desk.sign_in(client))
    other = desk.sign_in(Browser(app, app.response_class), campaign="closed-doors")
    theirs = "/desk/campaigns/closed-doors/co-hosts"
    mark = {"csrf_token": other.mark(theirs), "email": BO, "language": "en"}

    for path in (f"/{one.public_id}/end", f"/{one.public_id}/people"):
        assert other.post(theirs + path, data=mark).status_code == 404
        assert other.post(ROOM + path, data=mark).status_code == 404
    assert co_hosts() == [one]


def test_new_papers_keep_the_time_of_the_campaign(client: Browser) -> None:
    desk.sign_in(client)
    room = "/desk/campaigns/open-doors/settings"
    typed = {"host": "H", "contact": "a@x.org", "accent": "#114477", "title_en": "T"}
    for zone, words in (("Nowhere", "There is no time zone"), ("GMT+2", "easily mistaken")):
        answer = client.send(room, {**typed, "time_zone": zone})
        assert answer.status_code == 422
        assert words in answer.text

    assert client.send(room, {**typed, "time_zone": "Europe/Brussels"}).status_code == 303

    assert a_paper("later").time_zone == "Europe/Brussels"
