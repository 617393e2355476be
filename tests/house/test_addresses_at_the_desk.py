"""Who may only look, or only translate, finds no address of a signatory on any page of the desk."""

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.endorsements import service as endorsements
from signon.submissions.states import Action
from tests.challenges import scene
from tests.factories import a_paper, an_endorsement
from tests.house.test_roles_elsewhere import path_of
from tests.support import desk
from tests.support.clients import Browser

ADDRESSES = ("canary-office@hearth.example.net", "canary-eve@elsewhere.example.com")


def something_of_everything() -> None:
    """Let there be an entry that is disputed, one that waits and one that was held."""
    paper = a_paper()
    entry = scene.an_entry(paper, email=ADDRESSES[1])
    scene.a_challenge(paper, entry, ADDRESSES[0])
    scene.establish(email=ADDRESSES[0])
    an_endorsement(paper, confirmed=False, name="Harbour", email=ADDRESSES[0])
    held = an_endorsement(paper, name="Haven", email=ADDRESSES[1])
    endorsements.decide(held, Action.UNPUBLISH, revision=held.revision, moderator="x", note="So.")


def pages(app: Flask, client: Browser) -> dict[str, str]:
    """Return every page of the desk that answers whoever is signed in."""
    found = {}
    for rule in app.url_map.iter_rules():
        is_desk = str(rule).startswith("/desk") and "GET" in (rule.methods or ())
        if is_desk and "token" not in rule.arguments:
            answer = client.get(path_of(rule) if str(rule).count("/") > 1 else str(rule))
            if answer.status_code == 200:
                found[str(rule)] = answer.text
    return found


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR])
def test_viewers_and_translators_find_none(app: Flask, client: Browser, role: Role) -> None:
    something_of_everything()
    desk.sign_in(client, role)

    seen = pages(app, client)

    assert len(seen) > 10
    assert [rule for rule, page in seen.items() if "canary" in page] == []


def test_a_moderator_finds_them(app: Flask, client: Browser) -> None:
    something_of_everything()
    desk.sign_in(client, Role.MODERATOR)

    assert [rule for rule, page in pages(app, client).items() if "canary" in page]
