"""Links for co-authors end with the role of the lead who made them, and the trail says so."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access import grants
from signon.access.models import Account
from signon.access.roles import Role
from signon.audit import trail as audit
from signon.extensions import db
from tests.access.leads import trail
from tests.factories import a_campaign, a_paper
from tests.support import desk
from tests.support.clients import Browser
from tests.writing.test_manage import ROOM, a_draft, a_link
from tests.writing.test_sharing import share
from tests.writing.test_unsaved import keep

FRENCH = f"{ROOM}/texts/fr"
LOWER = [None, Role.VIEWER, Role.TRANSLATOR, Role.EXPORTER, Role.MODERATOR]


def now_is(role: Role | None, of: Role = Role.EDITOR, campaign: str = "open-doors") -> None:
    """Give the lead who signed in as `of` another role, or none."""
    email = f"{of}@open-doors.example.org"
    lead = db.session.scalars(select(Account.public_id).where(Account.email == email)).one()
    place = a_campaign(campaign).id
    if role is None:
        grants.revoke(lead, place, actor=audit.SYSTEM)
    else:
        title = {"campaign_title": "Open doors"}
        grants.change_role(lead, place, role, actor=audit.SYSTEM, **title)
    db.session.rollback()


def opens(app: Flask, link: str) -> int:
    """Open a link as a co-author does, who has no account."""
    return Browser(app, app.response_class).get(link).status_code


def ended() -> int:
    return [entry[0] for entry in trail()].count("end_preview")


@pytest.mark.parametrize("role", LOWER)
def test_the_link_to_a_draft_ends_with_the_role_of_its_maker(
    app: Flask, client: Browser, role: Role | None
) -> None:
    a_draft()
    link = a_link(desk.sign_in(client, Role.EDITOR))
    assert opens(app, link) == 200

    now_is(role)

    assert opens(app, link) == 404
    assert ended() == 1


def test_the_link_to_an_unsaved_text_ends_too(app: Flask, client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    keep(client, "A thought that nobody else may read")
    link = share(client)
    assert opens(app, link) == 200

    now_is(None)

    answer = Browser(app, app.response_class).get(link)
    assert "A thought" not in answer.text
    assert ended() == 1


def test_a_translator_keeps_the_links_to_a_translation(app: Flask, client: Browser) -> None:
    a_paper(languages=("en", "fr"))
    desk.sign_in(client, Role.EDITOR)
    typed = {"title": "Portes", "markdown": "Une pensée.", "based_on": "", "revision": "0"}
    client.post(f"{FRENCH}/unsaved", data={"csrf_token": client.mark(FRENCH), **typed})
    keep(client, "A thought")
    translation, original = share(client, page=FRENCH), share(client)

    now_is(Role.TRANSLATOR)
    assert (opens(app, translation), ended()) == (200, 1)
    assert "A thought" not in Browser(app, app.response_class).get(original).text

    now_is(Role.VIEWER)
    assert "pensée" not in Browser(app, app.response_class).get(translation).text
    assert ended() == 2


def test_a_higher_role_and_other_leads_change_nothing(app: Flask, client: Browser) -> None:
    a_draft()
    link = a_link(desk.sign_in(client, Role.EDITOR))
    other = desk.sign_in(Browser(app, app.response_class), Role.OWNER)
    theirs = a_link(other)

    now_is(Role.OWNER)
    assert opens(app, link) == 200

    now_is(None)
    assert (opens(app, link), opens(app, theirs)) == (404, 200)


def test_who_leaves_another_campaign_keeps_the_links_of_this_one(
    app: Flask, client: Browser
) -> None:
    a_draft()
    link = a_link(desk.sign_in(client, Role.EDITOR))
    more = {"language": "en", "invited_by": "system", "campaign_title": "Closed doors"}
    email = f"{Role.EDITOR}@open-doors.example.org"
    grants.invite(email, a_campaign("closed-doors").id, Role.EDITOR, **more)

    now_is(None, campaign="closed-doors")

    assert (opens(app, link), ended()) == (200, 0)


def test_leads_read_in_history_why_a_link_ended(app: Flask, client: Browser) -> None:
    a_draft()
    a_link(desk.sign_in(client, Role.EDITOR))

    now_is(Role.VIEWER)

    owner = desk.sign_in(Browser(app, app.response_class), Role.OWNER)
    page = owner.get(f"{ROOM}/history").text
    said = "a preview link ended with the role of the lead who had made it"
    assert said in re.sub(r"\s+", " ", page)
    assert "/previews/" not in owner.get(f"{ROOM}/manage").text
