"""A role in another campaign opens nothing here: every address of the desk, found by walking."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from signon.access import grants
from signon.access.guard import door_of
from signon.access.models import Account
from signon.access.roles import Role
from signon.audit.models import AuditEntry
from signon.challenges.models import Challenge
from signon.endorsements.models import Endorsement
from signon.extensions import db
from tests.challenges import scene
from tests.factories import a_campaign, a_paper
from tests.support import desk
from tests.support.clients import Browser

FIRST_PAGE = "/desk/"
"""It shows what each lead has, so it is there for all of them."""

A_FORM = "/desk/campaigns/closed-doors/papers/new"
OWNERS: dict[str, Any] = {
    "campaigns": Account,
    "challenges": Challenge,
    "endorsements": Endorsement,
}


def doors(app: Flask) -> list[tuple[Rule, Role]]:
    """Return the addresses of the desk that ask for a role, with the role."""
    found = [(one, door_of(app.view_functions[one.endpoint])) for one in app.url_map.iter_rules()]
    return [(one, door) for one, door in found if isinstance(door, Role) and str(one) != FIRST_PAGE]


def path_of(rule: Rule) -> str:
    """Return an address that means something of the campaign `open-doors`."""
    room = str(rule).split("/")[2]
    model = OWNERS.get(room, Endorsement)
    known = {
        "slug": "open-doors" if room == "campaigns" else "ten-doors",
        "language": "fr",
        "mailing": "x",
        "kind": "endorsement",
        "key": db.session.scalars(select(Endorsement.public_id)).first(),
        "account_id": db.session.scalars(select(Account.public_id)).first(),
        "public_id": db.session.scalars(select(model.public_id)).first(),
    }
    _, path = rule.build({name: known[name] for name in rule.arguments})  # type: ignore[misc]
    return str(path)


def sign_in_as_owner_elsewhere(client: Browser, here: Role | None) -> None:
    """Sign a lead in who owns `closed-doors` and has a smaller role, or none, in `open-doors`."""
    desk.sign_in(client, campaign="closed-doors")
    if here is not None:
        email, campaign = "owner@closed-doors.example.org", a_campaign()
        grants.invite(
            email, campaign.id, here, language="en", invited_by="system", campaign_title="Open"
        )


@pytest.mark.parametrize("here", [None, Role.VIEWER])
def test_an_owner_of_another_campaign_finds_nothing_here(
    app: Flask, client: Browser, here: Role | None
) -> None:
    paper = a_paper()
    scene.a_challenge(paper, scene.an_entry(paper))
    sign_in_as_owner_elsewhere(client, here)
    mark = {"csrf_token": client.mark(A_FORM)}
    before = db.session.query(AuditEntry).count()

    answers = {}
    for rule, door in doors(app):
        if here is None or not here.includes(door):
            for method in {"GET", "POST"} & (rule.methods or set()):
                answer = client.open(path_of(rule), method=method, data=mark)
                answers[f"{method} {rule}"] = answer.status_code

    assert len(answers) > 15
    assert {rule for rule, status in answers.items() if status != 404} == set()
    assert db.session.query(AuditEntry).count() == before
