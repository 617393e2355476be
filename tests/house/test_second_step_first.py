"""Where a campaign asks for a second step, who may take contacts gets nowhere without one."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from signon.access.guard import ANY_LEAD, door_of
from signon.access.queries import leads_of
from signon.access.roles import Role
from signon.access.second_step import rules
from signon.audit.models import AuditEntry
from signon.extensions import db
from tests.access.leads import account_of
from tests.access.second_steps import give_second_step
from tests.challenges import scene
from tests.factories import a_campaign, a_paper
from tests.house.test_roles_elsewhere import doors, path_of
from tests.support import desk
from tests.support.clients import Browser

MAY_EXPORT = [role for role in Role if role.includes(Role.EXPORTER)]
PEOPLE = "/desk/campaigns/open-doors/people"
HAVE_A_STEP = "/desk/account/second-step"


def ask(client: Browser, wanted: str = "yes") -> str:
    mark = {"csrf_token": client.mark(PEOPLE), "ask": wanted}
    return client.post(f"{PEOPLE}/second-step", data=mark).location or ""


def an_owner_who_asks(app: Flask) -> Browser:
    """Let an owner with a second step ask for it in `open-doors`."""
    owner = desk.sign_in(Browser(app, app.response_class))
    give_second_step(account_of("owner@open-doors.example.org"))
    assert ask(owner) == PEOPLE
    return owner


def test_those_who_may_export_are_the_three_that_one_thinks_of() -> None:
    assert MAY_EXPORT == [Role.EXPORTER, Role.EDITOR, Role.OWNER]


@pytest.mark.parametrize("role", [Role.EXPORTER, Role.EDITOR])
def test_every_page_leads_to_the_second_step_first(app: Flask, client: Browser, role: Role) -> None:
    paper = a_paper()
    scene.a_challenge(paper, scene.an_entry(paper))
    desk.sign_in(client, role)
    mark = {"csrf_token": client.mark("/desk/")}
    an_owner_who_asks(app)
    before = db.session.query(AuditEntry).count()

    answers = {}
    for rule, door in [*doors(app), *at_the_desk(app)]:
        if not isinstance(door, Role) or role.includes(door):
            for method in {"GET", "POST"} & (rule.methods or set()):
                path = path_of(rule) if rule.arguments else str(rule)
                answer = client.open(path, method=method, data=mark)
                answers[f"{method} {rule}"] = answer.location or answer.status_code

    assert len(answers) > 5
    wrong = {
        rule: got
        for rule, got in answers.items()
        if got != 403 and not str(got).startswith(f"{HAVE_A_STEP}?next=/desk/")
    }
    assert wrong == {}
    assert db.session.query(AuditEntry).count() == before
    assert client.get("/desk/account").status_code == 200
    assert client.get(HAVE_A_STEP).status_code == 200


def at_the_desk(app: Flask) -> list[tuple[Rule, str]]:
    found = [(one, door_of(app.view_functions[one.endpoint])) for one in app.url_map.iter_rules()]
    return [(one, door) for one, door in found if door == ANY_LEAD]


def test_it_opens_as_soon_as_it_is_set_up(app: Flask, client: Browser) -> None:
    desk.sign_in(client, Role.EXPORTER)
    an_owner_who_asks(app)
    assert client.get("/desk/").status_code == 303

    give_second_step(account_of("exporter@open-doors.example.org"))

    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR, Role.MODERATOR])
def test_who_may_not_export_goes_on_as_before(app: Flask, client: Browser, role: Role) -> None:
    desk.sign_in(client, role)

    an_owner_who_asks(app)

    assert client.get("/desk/").status_code == 200


def test_other_campaigns_do_not_ask(app: Flask, client: Browser) -> None:
    desk.sign_in(client, Role.EDITOR, "closed-doors")

    an_owner_who_asks(app)

    assert client.get("/desk/").status_code == 200


def test_an_owner_sets_up_their_own_first(client: Browser) -> None:
    desk.sign_in(client)

    assert ask(client) == f"{HAVE_A_STEP}?next={PEOPLE}"
    assert not rules.asks(a_campaign().id)


def test_an_owner_may_stop_asking(app: Flask, client: Browser) -> None:
    desk.sign_in(client, Role.EXPORTER)
    owner = an_owner_who_asks(app)

    assert ask(owner, "no") == PEOPLE

    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_nobody_else_decides_about_it(client: Browser, role: Role) -> None:
    desk.sign_in(client, role)
    mark = {"csrf_token": client.mark("/desk/"), "ask": "yes"}

    assert client.post(f"{PEOPLE}/second-step", data=mark).status_code == 404
    assert not rules.asks(a_campaign().id)
    assert len(leads_of(a_campaign().id)) == 1
