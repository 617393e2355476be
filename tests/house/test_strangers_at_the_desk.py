"""Every address of the desk, with something behind it, for whoever has no business there."""

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from signon.access import grants
from signon.access.guard import door_of
from signon.access.models import Account, CoHostGrant
from signon.access.partners import service as partners
from signon.access.roles import Role
from signon.campaigns.models import CoHost
from signon.extensions import db
from tests.factories import a_campaign
from tests.support import desk
from tests.support.clients import Browser
from tests.support.whole_desk import FIELDS, Scene, a_whole_desk, everything, rules

ELSEWHERE = "closed-doors"
EMAIL = f"owner@{ELSEWHERE}.example.org"
A_FORM = f"/desk/campaigns/{ELSEWHERE}/papers/new"
A_ROOM_OF_THEIR_OWN = {"/desk/co-hosts/<public_id>", "/desk/co-hosts/<public_id>/contacts"}
"""What is for the people of a co-host, and for no lead."""

KINDS = ("endorsement", "dispute", "duplicate")
OWN = {
    "/desk/",
    "/desk/account",
    "/desk/account/password",
    "/desk/account/second-step",
    "/desk/account/second-step/confirmation",
    "/desk/account/second-step/recovery-codes",
    "/desk/account/second-step/removal",
    "/desk/account/sessions/end",
    "/desk/campaigns/new",
    "/desk/jobs/retry",
    "/desk/notices",
}
"""Addresses at which leads find what is their own, and of campaigns what they lead."""


def a_lead_elsewhere(app: Flask, here: Role | None = None) -> Browser:
    """Sign somebody in who owns another campaign, and is `here` something in this one."""
    client = desk.sign_in(Browser(app, app.response_class), campaign=ELSEWHERE)
    if here is not None:
        more = {"language": "en", "invited_by": "system", "campaign_title": "Open doors"}
        grants.invite(EMAIL, a_campaign().id, here, **more)
    return client


def account_elsewhere() -> Account:
    return db.session.scalars(select(Account).where(Account.email == EMAIL)).one()


def addresses(app: Flask, scene: Scene, method: str) -> list[tuple[Rule, str]]:
    """Return every address of the desk about something, one for each kind that it may be of."""
    found = [
        (rule, scene.path(rule, kind))
        for rule in rules(app, method)
        if str(rule) not in OWN
        for kind in (KINDS if "kind" in rule.arguments else KINDS[:1])
    ]
    assert len(found) > 20
    return found


def answers(
    app: Flask, client: Browser, scene: Scene, mark: str, here: Role | None = None
) -> dict[str, int]:
    """Try every address that a role does not open; return how each was answered."""
    statuses = {}
    for method in ("GET", "POST"):
        for rule, path in addresses(app, scene, method):
            door = door_of(app.view_functions[rule.endpoint])
            if here is None or not (isinstance(door, Role) and here.includes(door)):
                sent = {**FIELDS, "csrf_token": mark} if method == "POST" else None
                answer = client.open(path, method=method, data=sent)
                statuses[f"{method} {path}"] = answer.status_code
    return statuses


def test_everything_is_there_for_the_owner(app: Flask) -> None:
    """Else what is refused below would be refused because it is not there."""
    scene = a_whole_desk()

    for rule, path in addresses(app, scene, "GET"):
        if str(rule) not in A_ROOM_OF_THEIR_OWN:
            answer = scene.owner.get(f"{path}?action=reject" if "/reason" in path else path)
            assert answer.status_code in (200, 301), path
    for rule, path in addresses(app, scene, "POST"):
        if str(rule) not in A_ROOM_OF_THEIR_OWN and not str(rule).endswith(
            ("/removal", "/end", "/deletion", "/name", "/erase")
        ):
            mark = scene.owner.mark("/desk/papers/ten-doors/manage")
            assert scene.owner.post(path, data={"csrf_token": mark}).status_code != 404, path


@pytest.mark.parametrize("here", [None, Role.VIEWER, Role.TRANSLATOR, Role.EXPORTER])
def test_an_owner_of_another_campaign_finds_and_changes_nothing(
    app: Flask, here: Role | None
) -> None:
    scene = a_whole_desk()
    client = a_lead_elsewhere(app, here)
    mark, before = client.mark(A_FORM), everything()

    found = answers(app, client, scene, mark, here)

    assert {path: status for path, status in found.items() if status != 404} == {}
    assert everything() == before


@pytest.mark.parametrize("here", [Role.MODERATOR, Role.EDITOR])
def test_a_reviewer_and_an_editor_find_nothing_above_them(app: Flask, here: Role) -> None:
    scene = a_whole_desk()
    client = a_lead_elsewhere(app, here)
    mark, before = client.mark(A_FORM), everything()

    found = answers(app, client, scene, mark, here)

    assert {path: status for path, status in found.items() if status != 404} == {}
    assert len(found) > 10
    assert everything() == before


def test_a_lead_who_was_removed_is_out_with_the_session_that_was_open(app: Flask) -> None:
    scene = a_whole_desk()
    client = a_lead_elsewhere(app, Role.EDITOR)
    mark = client.mark("/desk/papers/ten-doors/manage")
    grants.revoke(account_elsewhere().public_id, a_campaign().id, actor="system")
    before = everything()

    found = answers(app, client, scene, mark)
    assert {found[path] for path in found if path.startswith("GET")} == {303}
    assert {found[path] for path in found if path.startswith("POST")} == {401}
    assert everything() == before
    client.send("/desk/sign-in", {"email": EMAIL, "password": desk.PASSWORD})
    mark, signed_in = client.mark(A_FORM), everything()
    found = answers(app, client, scene, mark)

    assert {path: status for path, status in found.items() if status != 404} == {}
    assert everything() == signed_in


def test_somebody_of_a_co_host_finds_the_room_of_their_own_alone(app: Flask) -> None:
    scene = a_whole_desk()
    a_lead_elsewhere(app)
    co_host = db.session.scalars(select(CoHost)).one()
    partners.invite(EMAIL, co_host.id, language="en", invited_by="system", of=("Open", "Partner"))
    assert db.session.scalars(select(CoHostGrant)).all()
    client = Browser(app, app.response_class)
    client.send("/desk/sign-in", {"email": EMAIL, "password": desk.PASSWORD})
    mark, before = client.mark(A_FORM), everything()

    found = answers(app, client, scene, mark)

    room = f"/desk/co-hosts/{co_host.public_id}"
    theirs = {f"GET {room}": 200, f"GET {room}/contacts": 200, f"POST {room}/contacts": 422}
    assert {path: status for path, status in found.items() if status != 404} == theirs
    assert everything() == before


def test_nobody_is_led_to_the_door_and_changes_nothing(app: Flask) -> None:
    scene = a_whole_desk()
    client = Browser(app, app.response_class)
    mark, before = client.mark("/desk/sign-in"), everything()

    found = answers(app, client, scene, mark)

    assert {found[path] for path in found if path.startswith("GET")} == {303}
    assert {found[path] for path in found if path.startswith("POST")} == {401}
    assert everything() == before
